async function loginWithRetry(credentials, maxRetries = 3) {
  let lastError;
  for (let i = 0; i < maxRetries; i++) {
    try {
      const response = await fetch('/api/auth/login', {
        method: 'POST',
        body: JSON.stringify(credentials)
      });
      if (response.ok) return response.json();
      if (response.status === 500) {
        // Wait with exponential backoff
        const delay = Math.pow(2, i) * 1000; // 1s, 2s, 4s
        await new Promise(resolve => setTimeout(resolve, delay));
        continue;
      }
      throw new Error(`Login failed: ${response.status}`);
    } catch (error) {
      lastError = error;
    }
  }
  throw lastError;
}

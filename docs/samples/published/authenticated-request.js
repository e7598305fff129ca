async function makeAuthenticatedRequest(endpoint, options) {
  try {
    const response = await fetch(endpoint, {
      ...options,
      headers: {
        ...options.headers,
        'Authorization': `Bearer ${getToken()}`
      }
    });
    if (response.status === 401) {
      // Try to refresh
      const newToken = await refreshToken();
      if (newToken) {
        // Retry with new token
        return makeAuthenticatedRequest(endpoint, options);
      } else {
        // Redirect to login
        window.location.href = '/login';
      }
    }
    return response;
  } catch (error) {
    console.error('Request failed:', error);
    throw error;
  }
}

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  server: {
    // The sandbox, as `npm start` serves it.
    proxy: { '/api/auth': 'http://localhost:3000' },
  },
});

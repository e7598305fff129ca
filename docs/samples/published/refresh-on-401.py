try:
    response = requests.post(url, headers=headers)
    response.raise_for_status()
except requests.exceptions.HTTPError as e:
    if e.response.status_code == 401:
        # Try to refresh token
        refresh_response = requests.post('/api/auth/refresh')
        if refresh_response.status_code == 200:
            # Retry with new token
            new_token = refresh_response.json()['token']
            headers['Authorization'] = f'Bearer {new_token}'
            response = requests.post(url, headers=headers)
        else:
            # Redirect to login
            redirect_to_login()

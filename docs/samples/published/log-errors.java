try {
    var response = client.execute(loginRequest);
    // Handle response
} catch (IOException e) {
    logger.error("Authentication failed",
        "endpoint", loginRequest.getURI(),
        "error", e.getMessage(),
        "timestamp", Instant.now()
    );
    throw e;
}

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Pattern;

/** Usage: CHORDIAN_URL=https://app.example.com java Client.java USERNAME PASSWORD */
public class Client {
    static final int MAX_ATTEMPTS = 3;
    static final double MAX_WAIT_SECONDS = 30;

    /** An error of the API. {@code action} is what the client should do next. */
    static class AuthError extends IOException {
        final String code;
        final String action;

        AuthError(String body) {
            super(text(body, "message"));
            code = text(body, "code");
            action = text(body, "action");
        }
    }

    private final String url;
    // The cookie manager keeps the refresh cookie; the token stays in memory.
    private final HttpClient http =
        HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private String token;

    Client(String url) {
        this.url = url;
    }

    void login(String username, String password) throws IOException, InterruptedException {
        var body = "{\"username\":" + quote(username) + ",\"password\":" + quote(password) + "}";
        token = text(send("POST", "/api/auth/login", body), "token");
    }

    /** Calls your API with the token. Refreshes the token once if it has expired. */
    String request(String method, String path, String body)
            throws IOException, InterruptedException {
        try {
            return send(method, path, body);
        } catch (AuthError error) {
            if (!error.action.equals("refresh")) throw error;
            refresh();
            return send(method, path, body);
        }
    }

    void refresh() throws IOException, InterruptedException {
        token = text(send("POST", "/api/auth/refresh", ""), "token");
    }

    void logout() throws IOException, InterruptedException {
        send("POST", "/api/auth/logout", "");
        token = null;
    }

    /** Sends a request. Repeats it after a wait if the action of the error is "retry". */
    private String send(String method, String path, String body)
            throws IOException, InterruptedException {
        var content = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        for (int attempt = 1; ; attempt++) {
            var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, content);
            if (token != null) request.header("Authorization", "Bearer " + token);
            var response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() < 400) return response.body();

            var error = new AuthError(response.body());
            var wait = Math.max(retryAfter(response), Math.pow(2, attempt - 1)) + Math.random();
            var canRetry = error.action.equals("retry") && attempt < MAX_ATTEMPTS;
            if (!canRetry || wait > MAX_WAIT_SECONDS) throw error;
            Thread.sleep((long) (wait * 1000));
        }
    }

    private static double retryAfter(HttpResponse<?> response) {
        return response.headers().firstValue("Retry-After").map(Double::parseDouble).orElse(0.0);
    }

    // Replace these two by the JSON library of your project.
    static String text(String json, String member) {
        var match = Pattern.compile("\"" + member + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        return match.find() ? match.group(1) : null;
    }

    static String quote(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var client = new Client(System.getenv("CHORDIAN_URL"));
        try {
            client.login(arguments[0], arguments[1]);
            System.out.println(text(client.request("GET", "/api/auth/session", ""), "email"));
            client.logout();
        } catch (AuthError error) {
            System.err.println(error.code + ": " + error.getMessage() + " (" + error.action + ")");
            System.exit(1);
        }
    }
}

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
    static final int TRIES = 3;
    static final double LONGEST_WAIT = 30; // seconds

    /** A failure as the API tells it. {@code action} says what to do next. */
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
    private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private String token;

    Client(String url) {
        this.url = url;
    }

    void login(String username, String password) throws IOException, InterruptedException {
        var body = "{\"username\":" + quoted(username) + ",\"password\":" + quoted(password) + "}";
        token = text(send("POST", "/api/auth/login", body), "token");
    }

    /** Calls your API with the token. Refreshes once if the token has expired. */
    String request(String method, String path, String body) throws IOException, InterruptedException {
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

    /** Sends a request, and again while the answer says that waiting helps. */
    private String send(String method, String path, String body) throws IOException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            if (token != null) request.header("Authorization", "Bearer " + token);
            var response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() < 400) return response.body();

            var error = new AuthError(response.body());
            var wait = Math.max(retryAfter(response), Math.pow(2, attempt)) + Math.random();
            if (!error.action.equals("retry") || attempt + 1 == TRIES || wait > LONGEST_WAIT) throw error;
            Thread.sleep((long) (wait * 1000));
        }
    }

    private static double retryAfter(HttpResponse<?> response) {
        return response.headers().firstValue("Retry-After").map(Double::parseDouble).orElse(0.0);
    }

    // Stands in for the JSON library that your project has.
    static String text(String json, String member) {
        var match = Pattern.compile("\"" + member + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        return match.find() ? match.group(1) : null;
    }

    static String quoted(String text) {
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

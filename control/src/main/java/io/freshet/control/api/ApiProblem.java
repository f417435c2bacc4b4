package io.freshet.control.api;

import java.io.Serial;
import java.util.HashMap;
import java.util.Map;

/// Something was asked for that cannot be done.
///
/// Spec: RFC 9457
public final class ApiProblem extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String UNTYPED = "about:blank";

    private final int status;
    private final String type;
    private final transient Map<String, String> headers;

    /// @param status of HTTP
    /// @param detail for the one who asked: what is wrong and what to do; no secrets
    public ApiProblem(int status, String detail) {
        this(status, UNTYPED, detail, Map.of());
    }

    private ApiProblem(int status, String type, String detail, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.headers = headers;
    }

    /// The same with a type that a program can tell from others: `urn:freshet:...`.
    public ApiProblem typed(String urn) {
        return new ApiProblem(status, urn, detail(), headers);
    }

    /// The same with one more header.
    public ApiProblem with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new ApiProblem(status, type, detail(), Map.copyOf(more));
    }

    /// It comes at the wrong moment: try again so many seconds later.
    public static ApiProblem later(int status, String detail, long seconds) {
        return new ApiProblem(status, detail).with("Retry-After",
                Long.toString(Math.max(1, seconds)));
    }

    /// What was to be changed has been changed by somebody else.
    public static ApiProblem changed() {
        return new ApiProblem(412, "somebody has changed it since you looked; look again");
    }

    public int status() {
        return status;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /// The answer that says so.
    public ApiAnswer answer() {
        ApiAnswer answer = ApiAnswer.problem(status, type, detail());
        for (Map.Entry<String, String> header : headers.entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }
}

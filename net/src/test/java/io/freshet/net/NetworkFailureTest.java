package io.freshet.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkFailureTest {

    @ParameterizedTest
    @CsvSource({
        "Connection reset by peer, RESET",
        "Connection reset, RESET",
        "recvAddress(..) failed with error(-104): Connection reset by peer, RESET",
        "io_uring read(..) failed with error(-104): Connection reset by peer, RESET",
        "writeAddress(..) failed with error(-32): Broken pipe, BROKEN_PIPE",
        "io_uring read(..) failed with error(-110): Connection timed out, TIMED_OUT",
        "recvAddress(..) failed with error(-113): No route to host, NO_ROUTE",
        "Network is unreachable, UNREACHABLE",
        "Input/output error, OTHER"
    })
    void saysWhatTheKernelMeans(String message, NetworkFailure failure) {
        assertThat(NetworkFailure.of(new IOException(message))).isEqualTo(failure);
        assertThat(failure.words()).doesNotContain("error").doesNotContain("(");
    }

    @Test
    void staysCalmWhenThereAreNoWords() {
        assertThat(NetworkFailure.of(new IOException())).isEqualTo(NetworkFailure.OTHER);
    }
}

package io.freshet.net.balancer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.Arrays;
import org.assertj.core.api.Assertions;

final class ProxyHeaderFuzzTest {

    /// Whatever comes is a header, none, or too little; a header is one without what follows it.
    @FuzzTest
    void saysWhoseItIsOrThatItIsNone(byte @NotNull [] bytes) {
        String outcome = ProxyHeaderTest.outcome(bytes);
        if (!outcome.equals("more") && !outcome.equals("bad")) {
            int length = Integer.parseInt(outcome.substring(0, outcome.indexOf(' ')));
            Assertions.assertThat(length).isBetween(15, bytes.length);
            Assertions.assertThat(ProxyHeaderTest.outcome(Arrays.copyOf(bytes, length)))
                    .isEqualTo(outcome);
        }
    }
}

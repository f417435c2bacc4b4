package io.freshet.net.address;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

final class LocationDatabaseFuzzTest {

    /// Whatever comes is refused in words, or answers for every address.
    @FuzzTest
    void isRefusedOrAnswers(byte @NotNull [] file) {
        LocationDatabaseTest.answers(file);
    }
}

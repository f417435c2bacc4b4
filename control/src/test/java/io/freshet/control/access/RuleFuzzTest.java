package io.freshet.control.access;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.control.access.match.AddressRange;
import io.freshet.control.access.match.BadRuleException;
import io.freshet.control.access.match.StreamPattern;
import java.nio.charset.StandardCharsets;

/// Whatever comes, a parser says that it is bad or gives something that it can write and read
/// again.
final class RuleFuzzTest {

    @FuzzTest
    void patterns(byte[] data) {
        try {
            StreamPattern pattern = StreamPattern.parse(text(data));
            check(pattern.equals(StreamPattern.parse(pattern.toString())));
            var _ = pattern.matches(text(data));
        } catch (BadRuleException _) {
            // As it should be.
        }
    }

    @FuzzTest
    void addresses(byte[] data) {
        try {
            AddressRange range = AddressRange.parse(text(data));
            check(range.equals(AddressRange.parse(range.toString())));
        } catch (BadRuleException _) {
            // As it should be.
        }
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    private static void check(boolean good) {
        if (!good) {
            throw new AssertionError("not the same again");
        }
    }
}

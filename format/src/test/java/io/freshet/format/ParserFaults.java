package io.freshet.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.MediaException;
import io.freshet.testkit.ByteFaults;
import java.nio.ByteBuffer;

/// What every parser of small structures must stand: cuts and damage end in checked exceptions.
public final class ParserFaults {

    /// A parser, or anything that reads.
    public interface Parser {
        Object parse(ByteBuffer bytes) throws MediaException;
    }

    private ParserFaults() {
    }

    /// Cuts `good` at every byte and damages it; an unchecked exception fails the test.
    public static void assertOnlyCheckedExceptions(byte[] good, Parser parser) {
        ByteFaults.cutAtEveryByte(good).forEach(bytes -> tryOut(bytes, parser));
        ByteFaults.damaged(good, 500, good.length).forEach(bytes -> tryOut(bytes, parser));
    }

    /// Parses and takes a checked exception for an answer.
    public static void tryOut(byte[] bytes, Parser parser) {
        try {
            assertThat(parser.parse(ByteBuffer.wrap(bytes))).isNotNull();
        } catch (MediaException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
        }
    }
}

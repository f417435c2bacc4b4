package io.freshet.protocol.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.handshake.ClientHandshake.Dialect;
import io.freshet.protocol.rtmp.handshake.Digests.Schema;
import io.freshet.protocol.rtmp.handshake.Digests.Side;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandshakeTest {

    private final ServerHandshake server = new ServerHandshake(new Random(1));

    @ParameterizedTest
    @EnumSource
    void bothSidesEndAndLeaveTheRestAlone(Dialect dialect) throws ProtocolViolation {
        ClientHandshake client = new ClientHandshake(new Random(2), dialect);
        Bytes s = server.receive(client.open().buffer()).orElseThrow();
        Bytes c2 = client.receive(followed(s)).orElseThrow();
        assertThat(client.isDone()).isTrue();
        ByteBuffer in = followed(c2);
        assertThat(server.receive(in)).isEmpty();
        assertThat(server.isDone()).isTrue();
        assertThat(in.remaining()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void oneByteReadsAreEnough(Dialect dialect) throws ProtocolViolation {
        ClientHandshake client = new ClientHandshake(new Random(2), dialect);
        Bytes s = Bytes.EMPTY;
        for (byte b : client.open().toArray()) {
            s = server.receive(ByteBuffer.wrap(new byte[] {b})).orElse(s);
        }
        Optional<Bytes> c2 = Optional.empty();
        for (byte b : s.toArray()) {
            c2 = client.receive(ByteBuffer.wrap(new byte[] {b}));
        }
        for (byte b : c2.orElseThrow().toArray()) {
            assertThat(server.isDone()).isFalse();
            server.receive(ByteBuffer.wrap(new byte[] {b}));
        }
        assertThat(server.isDone()).isTrue();
    }

    @Test
    void simpleClientGetsItsC1BackAndAPlainS1() throws ProtocolViolation {
        Bytes c = new ClientHandshake(new Random(2), Dialect.SIMPLE).open();
        Bytes s = server.receive(c.buffer()).orElseThrow();
        assertThat(s.slice(1537, 1536)).isEqualTo(c.slice(1, 1536));
        assertThat(s.slice(5, 4)).isEqualTo(Bytes.ofHex("00000000"));
    }

    @Test
    void clientWithAVersionButNoDigestIsSimple() throws ProtocolViolation {
        byte[] c = new byte[1537];
        c[0] = 3;
        c[5] = 9;
        assertThat(server.receive(ByteBuffer.wrap(c)).orElseThrow().slice(1537, 1536))
                .isEqualTo(Bytes.wrap(c).slice(1, 1536));
    }

    @ParameterizedTest
    @EnumSource(names = "SIMPLE", mode = EnumSource.Mode.EXCLUDE)
    void digestIsAnsweredInItsSchema(Dialect dialect) throws ProtocolViolation {
        Schema schema = dialect == Dialect.DIGEST_FIRST ? Schema.FIRST : Schema.SECOND;
        ClientHandshake client = new ClientHandshake(new Random(2), dialect);
        Bytes c = client.open();
        byte[] c1 = c.slice(1, 1536).toArray();
        Bytes s = server.receive(c.buffer()).orElseThrow();
        byte[] s1 = s.slice(1, 1536).toArray();
        byte[] s2 = s.slice(1537, 1536).toArray();
        assertThat(Digests.isSigned(s1, schema, Side.SERVER)).isTrue();
        assertThat(Digests.isAnswered(s2, c1, schema, Side.SERVER)).isTrue();
        byte[] c2 = client.receive(s.buffer()).orElseThrow().toArray();
        assertThat(Digests.isAnswered(c2, s1, schema, Side.CLIENT)).isTrue();
    }

    @Test
    void otherProtocolsAreNamedAtTheFirstByte() {
        assertRefused("06", "RTMPE");
        assertRefused("16", "TLS");
        assertRefused("47", "HTTP");
        assertRefused("00", "RTMP version 0");
    }

    private void assertRefused(String hex, String why) {
        assertThatThrownBy(() -> new ServerHandshake(new Random(1))
                .receive(Bytes.ofHex(hex).buffer()))
                .isInstanceOf(ProtocolViolation.class).hasMessageContaining(why);
    }

    private static ByteBuffer followed(Bytes bytes) {
        ByteBuffer more = ByteBuffer.allocate(bytes.length() + 1);
        bytes.writeTo(more);
        return more.rewind();
    }
}

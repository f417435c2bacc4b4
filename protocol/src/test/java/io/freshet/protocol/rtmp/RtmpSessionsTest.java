package io.freshet.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.RtmpClientTarget.Role;
import io.freshet.protocol.rtmp.chunk.ChunkFanout;
import io.freshet.protocol.rtmp.handshake.ClientHandshake.Dialect;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A server and a client session face to face.
class RtmpSessionsTest {

    private static final RtmpClientTarget PUBLISH =
            new RtmpClientTarget("rtmp://h/live", "live", "cam?key=s3cret", Role.PUBLISH);
    private static final RtmpClientTarget PLAY =
            new RtmpClientTarget("rtmp://h/live", "live", "cam", Role.PLAY);

    private final RecordingServer server = new RecordingServer();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 5000})
    void publishedMediaArrivesHoweverItIsCut(int pieceMax) throws ProtocolViolation {
        RecordingClient client = new RecordingClient(PUBLISH);
        Pipe pipe = start(client, pieceMax);
        assertThat(client.session.isRunning()).isTrue();
        client.session.sendMedia(new FlvTag(FlvTag.VIDEO, 0xFFFFFFL,
                Bytes.ofHex("17 01 000000"), Bytes.ofHex("aabb")));
        client.session.sendMedia(new FlvTag(FlvTag.AUDIO, 0x1_0000_0001L, Bytes.EMPTY,
                Bytes.wrap(new byte[100_000])));
        pipe.run();
        client.session.close();
        pipe.run();
        assertThat(server.events.subList(1, 5)).containsExactly(
                "publish live/cam [key] live",
                "media  9 @16777215 7 bytes crc " + crc(Bytes.ofHex("17 01 000000 aabb")),
                "media  8 @1 100000 bytes crc " + crc(Bytes.wrap(new byte[100_000])),
                "publish end");
        assertThat(server.publishes.getFirst().parameters().value("key")).contains("s3cret");
    }

    @ParameterizedTest
    @EnumSource
    void everyHandshakeLeadsToPublishing(Dialect dialect) throws ProtocolViolation {
        RecordingClient client = new RecordingClient(PUBLISH, RtmpCapabilities.NONE, dialect);
        start(client, 100);
        assertThat(client.session.isRunning()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 5000})
    void fanoutBytesReachThePlayer(int pieceMax) throws ProtocolViolation {
        RecordingClient client = new RecordingClient(PLAY);
        Pipe pipe = start(client, pieceMax);
        ByteBuffer media = ByteBuffer.allocate(200_000);
        ChunkFanout.write(new FlvTag(FlvTag.VIDEO, 20_000_000, Bytes.ofHex("17"),
                Bytes.wrap(new byte[70_000])), media);
        ChunkFanout.write(8, 20_000_001, Bytes.ofHex("af01"), Bytes.ofHex("11"), media);
        server.sent.add(Bytes.copyOf(media.flip()));
        pipe.run();
        server.session.playStreamDry();
        server.session.playStreamBegin();
        server.session.playUnpublishNotify();
        pipe.run();
        assertThat(server.events.getLast())
                .isEqualTo("play live/cam [] start=-2000 buffer=1000");
        assertThat(client.events).containsExactly("started " + RtmpCapabilities.NONE,
                "media 18 @0 0200117c52746d7053616d706c6541636365737301010101",
                "media 9 @20000000 " + Bytes.wrap(Arrays.copyOf(new byte[] {0x17}, 70_001)),
                "media 8 @20000001 af0111",
                "ended NetStream.Play.UnpublishNotify: live/cam is no longer published");
    }

    @Test
    void endOfStreamEndsThePlayer() throws ProtocolViolation {
        RecordingClient client = new RecordingClient(PLAY);
        Pipe pipe = start(client, 100);
        server.session.playStreamEof();
        pipe.run();
        assertThat(client.events.getLast()).startsWith("ended NetStream.Play.Complete");
    }

    @Test
    void badNamesAreRefusedWithTheReason() throws ProtocolViolation {
        assertRefused(new RtmpClientTarget("rtmp://h/live", "live", "a b", Role.PUBLISH),
                "ended NetStream.Publish.BadName: stream name has a character");
        assertRefused(new RtmpClientTarget("rtmp://h/api", "api", "cam", Role.PUBLISH),
                "ended NetStream.Publish.BadName: app api is reserved");
        assertRefused(new RtmpClientTarget("rtmp://h/", "", "cam", Role.PUBLISH),
                "ended NetStream.Publish.BadName: the address names no app");
        assertRefused(new RtmpClientTarget("rtmp://h/live", "live", "", Role.PLAY),
                "ended NetStream.Play.StreamNotFound: stream name has an empty level");
        assertRefused(new RtmpClientTarget("rtmp://h/live", "live", "a?k=%zz", Role.PLAY),
                "ended NetStream.Play.StreamNotFound: a parameter has a broken percent escape");
    }

    private static void assertRefused(RtmpClientTarget target, String why)
            throws ProtocolViolation {
        RecordingServer server = new RecordingServer();
        RecordingClient client = new RecordingClient(target);
        client.session.open();
        new Pipe(client, server, 1000).run();
        assertThat(client.events).hasSize(1);
        assertThat(client.events.getFirst()).startsWith(why);
        assertThat(server.events).hasSize(1);
    }

    @Test
    void ownerRefusesPublisherAndPlayer() throws ProtocolViolation {
        server.answersAtOnce = false;
        RecordingClient publisher = new RecordingClient(PUBLISH);
        Pipe pipe = start(publisher, 1000);
        assertThat(server.session.phase()).isEqualTo("publishasked");
        assertThat(server.session.refusePublish(server.publishes.getFirst(),
                RtmpStatus.PUBLISH_DENIED, "no key")).isTrue();
        pipe.run();
        assertThat(publisher.events).containsExactly("ended NetStream.Publish.Denied: no key");
        assertThat(server.session.acceptPublish(server.publishes.getFirst())).isFalse();

        RecordingServer other = new RecordingServer();
        other.answersAtOnce = false;
        RecordingClient player = new RecordingClient(PLAY);
        player.session.open();
        Pipe second = new Pipe(player, other, 1000);
        second.run();
        assertThat(other.session.refusePlay(other.plays.getFirst(), RtmpStatus.STREAM_NOT_FOUND,
                "nobody publishes live/cam")).isTrue();
        second.run();
        assertThat(player.events).containsExactly(
                "ended NetStream.Play.StreamNotFound: nobody publishes live/cam");
        assertThat(other.session.acceptPlay(other.plays.getFirst())).isFalse();
    }

    @Test
    void capabilitiesAreToldToThoseWhoTellTheirs() throws ProtocolViolation {
        RecordingClient client = new RecordingClient(PUBLISH, new RtmpCapabilities(
                List.of("hvc1", "av01"), List.of("Opus"), RtmpCapabilities.RECONNECT),
                Dialect.SIMPLE);
        start(client, 1000);
        assertThat(server.events.getFirst()).endsWith("capabilities=RtmpCapabilities["
                + "videoFourCcs=[hvc1, av01], audioFourCcs=[Opus], extensions=1]");
        assertThat(client.events).containsExactly("started " + server.capabilities);
    }

    @Test
    void oldClientsAreNotToldOfCapabilities() throws ProtocolViolation {
        RecordingClient client = new RecordingClient(PUBLISH);
        start(client, 1000);
        assertThat(client.events).containsExactly("started " + RtmpCapabilities.NONE);
    }

    @Test
    void reconnectIsAskedOnlyOfThoseWhoUnderstandIt() throws ProtocolViolation {
        RecordingClient old = new RecordingClient(PUBLISH);
        start(old, 1000);
        assertThat(server.session.requestReconnect(Optional.empty(), "update")).isFalse();

        RecordingServer second = new RecordingServer();
        RecordingClient client = new RecordingClient(PUBLISH, new RtmpCapabilities(List.of(),
                List.of(), RtmpCapabilities.RECONNECT), Dialect.SIMPLE);
        client.session.open();
        Pipe pipe = new Pipe(client, second, 1000);
        pipe.run();
        assertThat(second.session.requestReconnect(Optional.empty(), "update")).isTrue();
        assertThat(second.session.requestReconnect(Optional.of("rtmp://b/live"), "move")).isTrue();
        pipe.run();
        assertThat(client.events.subList(1, 3))
                .containsExactly("reconnect here", "reconnect rtmp://b/live");
        assertThat(client.session.isRunning()).isTrue();
    }

    @Test
    void pingIsAnsweredAndMeasured() throws ProtocolViolation {
        RecordingClient client = new RecordingClient(PLAY);
        Pipe pipe = start(client, 1000);
        assertThat(server.session.roundTripNs()).isEqualTo(-1);
        server.session.ping(5_000_000_000L);
        pipe.nowNs = 5_020_000_000L;
        pipe.run();
        assertThat(server.session.roundTripNs()).isEqualTo(20_000_000);
    }

    @Test
    void closeTellsThePublisherWhy() throws ProtocolViolation {
        RecordingClient client = new RecordingClient(PUBLISH);
        Pipe pipe = start(client, 1000);
        server.session.close("kicked by the operator");
        pipe.run();
        assertThat(client.events.getLast())
                .isEqualTo("ended NetStream.Publish.Denied: kicked by the operator");
        assertThat(server.session.isClosed()).isTrue();
        server.session.receive(ByteBuffer.wrap(new byte[100]), 0);
    }

    private Pipe start(RecordingClient client, int pieceMax) throws ProtocolViolation {
        client.session.open();
        Pipe pipe = new Pipe(client, server, pieceMax);
        pipe.run();
        return pipe;
    }

    private static String crc(Bytes bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.toArray());
        return String.format("%08x", crc.getValue());
    }
}

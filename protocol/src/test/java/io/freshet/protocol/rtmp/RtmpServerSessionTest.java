package io.freshet.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.amf.Amf0;
import io.freshet.format.amf.AmfValue;
import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.message.Command;
import io.freshet.protocol.rtmp.message.MessageType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RtmpServerSessionTest {

    private static final long SECOND_NS = 1_000_000_000L;

    private final RecordingServer server = new RecordingServer();

    @Test
    void connectIsAnsweredWithWindowBandwidthChunkSizeAndResult() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.shaken(server);
        client.command("connect", 1, new AmfObjectBuilder().with("app", "live").build());
        assertThat(client.answers()).containsExactly("5 002625a0", "6 002625a002",
                "_result 1 NetConnection.Connect.Success");
        assertThat(server.events).hasSize(1);
    }

    @Test
    void obsPublishesAndLeaves() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.shaken(server);
        client.command("connect", 1, new AmfObjectBuilder().with("app", "live")
                .with("type", "nonprivate")
                .with("flashVer", "FMLE/3.0 (compatible; FMSc/1.0)")
                .with("swfUrl", "rtmp://h/live").with("tcUrl", "rtmp://h/live")
                .with("fourCcList", new AmfValue.StrictArray(List.of(new AmfValue.Text("av01"),
                        new AmfValue.Text("vp09"), new AmfValue.Text("hvc1")))).build());
        client.answers();
        client.call("releaseStream", 2, "cam");
        client.call("FCPublish", 3, "cam");
        client.call("createStream", 4);
        assertThat(client.answers()).containsExactly("_result 2", "_result 3",
                "onFCPublish 0 NetStream.Publish.Start", "_result 4 1.0");
        client.call("publish", 5, "cam", "live");
        assertThat(client.answers()).containsExactly("4 000000000001",
                "onStatus 0 NetStream.Publish.Start");
        client.message(MessageType.DATA_AMF0, Amf0.write(new AmfValue.Text("@setDataFrame"),
                new AmfValue.Text("onMetaData"), new AmfValue.EcmaArray(Map.of())));
        client.message(MessageType.VIDEO, Bytes.ofHex("17 00 000000 01"));
        client.message(MessageType.AUDIO, Bytes.ofHex("af 00 1190"));
        client.call("FCUnpublish", 6, "cam");
        client.call("deleteStream", 7, 1);
        assertThat(client.answers()).containsExactly("_result 6",
                "onFCUnpublish 0 NetStream.Unpublish.Success",
                "onStatus 0 NetStream.Unpublish.Success");
        assertThat(server.events.getFirst()).contains("videoFourCcs=[av01, vp09, hvc1]");
        assertThat(server.events.get(1)).isEqualTo("publish live/cam [] live");
        assertThat(server.events.get(2)).startsWith("media 18 @0 21 bytes");
        assertThat(server.events.getLast()).isEqualTo("publish end");
        assertThat(server.session.phase()).isEqualTo("idle");
    }

    @Test
    void publisherMayPublishAgainOnTheSameConnection() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.connected(server);
        for (int round = 0; round < 3; round++) {
            client.call("createStream", 4);
            client.call("publish", 5, "cam" + round, "live");
            client.call("closeStream", 0);
        }
        assertThat(server.events).hasSize(7);
    }

    @Test
    void secondStreamOnAConnectionIsRefused() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.connected(server);
        client.call("publish", 5, "cam", "live");
        client.answers();
        client.call("createStream", 6);
        client.call("publish", 7, "other", "live");
        client.call("play", 8, "other");
        assertThat(client.answers()).containsExactly("_error 6 NetConnection.Call.Failed",
                "onStatus 0 NetStream.Publish.BadName", "onStatus 0 NetStream.Play.Failed");
    }

    @Test
    void mediaBeforeTheAnswerIsHeldAndDeliveredInOrder() throws ProtocolViolation {
        server.answersAtOnce = false;
        HandWrittenClient client = HandWrittenClient.connected(server);
        client.call("publish", 5, "cam", "live");
        client.message(MessageType.VIDEO, Bytes.ofHex("17"));
        client.message(MessageType.AUDIO, Bytes.ofHex("af"));
        assertThat(server.events).hasSize(2);
        assertThat(server.session.acceptPublish(server.publishes.getFirst())).isTrue();
        assertThat(server.events).hasSize(4);
        assertThat(server.events.get(2)).startsWith("media  9");
    }

    @Test
    void mediaBeforeTheAnswerIsBounded() throws ProtocolViolation {
        server.answersAtOnce = false;
        HandWrittenClient client = HandWrittenClient.connected(server);
        client.call("publish", 5, "cam", "live");
        assertThatThrownBy(() -> {
            for (int i = 0; i < 300; i++) {
                client.message(MessageType.AUDIO, Bytes.ofHex("af"));
            }
        }).isInstanceOf(ProtocolViolation.class).hasMessageContaining("before the answer");
        assertThat(server.session.phase()).isEqualTo("closed");
    }

    @Test
    void answerToARequestThatIsGoneDoesNothing() throws ProtocolViolation {
        server.answersAtOnce = false;
        HandWrittenClient client = HandWrittenClient.connected(server);
        client.call("publish", 5, "cam", "live");
        client.call("deleteStream", 0, 1);
        client.call("publish", 5, "other", "live");
        client.answers();
        assertThat(server.session.acceptPublish(server.publishes.getFirst())).isFalse();
        assertThat(client.answers()).isEmpty();
        assertThat(server.session.acceptPublish(server.publishes.getLast())).isTrue();
    }

    @Test
    void playerPausesSeeksAndChooses() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.connected(server);
        client.call("createStream", 2);
        client.message(MessageType.USER_CONTROL, Bytes.ofHex("0003 00000001 00000bb8"));
        client.call("play", 3, "cam", -2000);
        assertThat(client.answers()).containsExactly("_result 2 1.0", "4 000000000001",
                "onStatus 0 NetStream.Play.Reset", "onStatus 0 NetStream.Play.Start",
                "18 0200117c52746d7053616d706c6541636365737301010101");
        client.call("pause", 0, true, 1000);
        client.call("pause", 0, false, 1000);
        client.call("seek", 0, 1000);
        client.call("receiveAudio", 0, false);
        client.call("receiveVideo", 0, false);
        client.call("play", 0, false);
        assertThat(client.answers()).containsExactly("onStatus 0 NetStream.Pause.Notify",
                "onStatus 0 NetStream.Unpause.Notify", "onStatus 0 NetStream.Seek.Notify",
                "onStatus 0 NetStream.Play.Start");
        assertThat(server.events.subList(1, 7)).containsExactly(
                "play live/cam [] start=-2000 buffer=3000", "pause true", "pause false",
                "receive audio=false video=true", "receive audio=false video=false", "play end");
    }

    @Test
    void play2BeginsToPlay() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.connected(server);
        client.command("play2", 0, AmfValue.NULL,
                new AmfObjectBuilder().with("streamName", "cam").build());
        assertThat(server.events.getLast()).startsWith("play live/cam");
    }

    @Test
    void unknownCommandsAreTolerated() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.connected(server);
        client.call("_checkbw", 2);
        client.call("getStreamLength", 3, "cam");
        client.call("FCSubscribe", 4, "cam");
        client.call("doSomething", 5);
        client.call("doSomething", 0);
        client.call("_result", 5);
        assertThat(client.answers()).containsExactly("_result 2", "_result 3 0.0", "_result 4",
                "onFCSubscribe 0 NetStream.Play.Start", "_error 5 NetConnection.Call.Failed");
    }

    @Test
    void amf3CommandsAreUnderstood() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.connected(server);
        byte[] amf0 = Command.of("publish", 5, AmfValue.NULL, new AmfValue.Text("cam"))
                .write().toArray();
        byte[] amf3 = new byte[amf0.length + 1];
        System.arraycopy(amf0, 0, amf3, 1, amf0.length);
        client.message(MessageType.COMMAND_AMF3, Bytes.wrap(amf3));
        assertThat(server.events.getLast()).isEqualTo("publish live/cam [] live");
    }

    @Test
    void pingIsAnswered() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.connected(server);
        client.message(MessageType.USER_CONTROL, Bytes.ofHex("0006 00000007"));
        assertThat(client.answers()).containsExactly("4 000700000007");
    }

    @Test
    void bytesAreAcknowledgedAtHalfTheWindow() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.connected(server);
        client.message(MessageType.WINDOW_ACK_SIZE, Bytes.ofHex("00010000"));
        client.call("publish", 5, "cam", "live");
        client.answers();
        int acknowledgements = 0;
        for (int i = 0; i < 40; i++) {
            client.message(MessageType.AUDIO, Bytes.wrap(new byte[10_000]));
            acknowledgements += client.answers().size();
        }
        assertThat(acknowledgements).isBetween(9, 13);
    }

    @Test
    void longMessagesAreForThoseWhoPublish() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.connected(server);
        client.call("play", 5, "cam");
        assertThatThrownBy(() -> client.message(MessageType.VIDEO, Bytes.wrap(new byte[70_000])))
                .isInstanceOf(ProtocolViolation.class).hasMessageContaining("70000");
    }

    @Test
    void strangersCannotReserveMemory() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.connected(server);
        assertThatThrownBy(() -> {
            for (int i = 0; i < 10; i++) {
                client.raw(Bytes.ofHex(String.format("%02x 000000 00ffff 09 01000000 00", 10 + i)
                        + "00".repeat(127)));
            }
        }).isInstanceOf(ProtocolViolation.class).hasMessageContaining("more than 131072 bytes");
    }

    @Test
    void publisherKeepsItsLimitsForWhatItLeftUnfinished() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.connected(server);
        client.call("publish", 5, "cam", "live");
        client.raw(Bytes.ofHex("06 000000 100000 09 01000000 " + "00".repeat(128)));
        client.call("deleteStream", 0, 1);
        client.call("publish", 5, "cam", "live");
        assertThat(server.publishes).hasSize(2);
    }

    @Test
    void commandBeforeConnectIsAViolation() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.shaken(server);
        assertThatThrownBy(() -> client.call("publish", 1, "cam"))
                .isInstanceOf(ProtocolViolation.class).hasMessageContaining("before connect");
    }

    @Test
    void malformedCommandIsAViolation() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.connected(server);
        assertThatThrownBy(() -> client.message(MessageType.COMMAND_AMF0, Bytes.ofHex("02 ffff")))
                .isInstanceOf(ProtocolViolation.class).hasMessageContaining("type 20");
    }

    @Test
    void eachPhaseHasItsDeadline() throws ProtocolViolation {
        assertThat(server.session.deadlineNs()).isEqualTo(10 * SECOND_NS);
        HandWrittenClient client = HandWrittenClient.shaken(server);
        assertThat(server.session.phase()).isEqualTo("connecting");
        client.nowNs = 4 * SECOND_NS;
        client.command("connect", 1, new AmfObjectBuilder().with("app", "live").build());
        assertThat(server.session.deadlineNs()).isEqualTo(14 * SECOND_NS);
        client.call("publish", 5, "cam", "live");
        assertThat(server.session.deadlineNs()).isEqualTo(Long.MAX_VALUE);
        client.nowNs = 100 * SECOND_NS;
        client.call("deleteStream", 0, 1);
        assertThat(server.session.deadlineNs()).isEqualTo(110 * SECOND_NS);
    }

    @Test
    void chatteringDoesNotMoveTheDeadline() throws ProtocolViolation {
        HandWrittenClient client = HandWrittenClient.connected(server);
        client.nowNs = 9 * SECOND_NS;
        client.call("createStream", 2);
        client.call("_checkbw", 3);
        client.call("deleteStream", 4, 1);
        client.call("publish", 5, "bad name", "live");
        assertThat(server.session.deadlineNs()).isEqualTo(10 * SECOND_NS);
    }
}

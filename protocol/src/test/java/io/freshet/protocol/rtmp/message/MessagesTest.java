package io.freshet.protocol.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.amf.Amf0;
import io.freshet.format.amf.AmfValue;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.chunk.RecordingSink;
import io.freshet.testkit.ByteFaults;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Bytes TWO_TAGS = Bytes.ofHex(
            "08 000002 000064 00 000000 af01 0000000d  09 000001 000078 01 000000 17 0000000c");

    @Test
    void userControlReadsWhatItWrites() throws MediaException {
        for (UserControl event : List.of(UserControl.of(UserControl.STREAM_BEGIN, 1),
                new UserControl(UserControl.SET_BUFFER_LENGTH, 1, 3000),
                UserControl.of(UserControl.PING_REQUEST, -1))) {
            assertThat(UserControl.parse(event.write().buffer())).isEqualTo(event);
        }
    }

    @Test
    void userControlCutShortIsMalformed() {
        for (byte[] cut : ByteFaults.cutAtEveryByte(
                new UserControl(UserControl.SET_BUFFER_LENGTH, 1, 3000).write().toArray())) {
            assertThatThrownBy(() -> UserControl.parse(Bytes.wrap(cut).buffer()))
                    .isInstanceOf(MalformedMediaException.class);
        }
    }

    @Test
    void unknownUserControlIsPassedOver() throws MediaException {
        assertThat(UserControl.parse(Bytes.ofHex("001a").buffer()).event()).isEqualTo(26);
    }

    @Test
    void aggregateIsSplitAndKeepsTheDistances() throws ProtocolViolation {
        RecordingSink sink = new RecordingSink();
        Aggregate.split(1, 1000, TWO_TAGS, sink);
        assertThat(sink.messages).containsExactly("8/1@1000 af01", "9/1@16778236 17");
    }

    @Test
    void aggregateWithoutItsLastBackPointerIsForgiven() throws ProtocolViolation {
        RecordingSink sink = new RecordingSink();
        Aggregate.split(1, 1000, TWO_TAGS.slice(0, TWO_TAGS.length() - 4), sink);
        assertThat(sink.messages).hasSize(2);
    }

    @Test
    void aggregateInsideAnotherIsRefused() {
        assertThatThrownBy(() -> Aggregate.split(1, 0,
                Bytes.ofHex("16 000000 000000 00 000000 00000000"), new RecordingSink()))
                .isInstanceOf(ProtocolViolation.class);
    }

    @Test
    void aggregateSurvivesFaults() {
        for (byte[] cut : ByteFaults.cutAtEveryByte(TWO_TAGS.toArray())) {
            splitOrRefuse(cut);
        }
        for (byte[] damaged : ByteFaults.damaged(TWO_TAGS.toArray(), 500, 3)) {
            splitOrRefuse(damaged);
        }
    }

    private static void splitOrRefuse(byte[] bytes) {
        try {
            Aggregate.split(1, 0, Bytes.wrap(bytes), new RecordingSink());
        } catch (ProtocolViolation _) {
            // As it should be.
        }
    }

    @Test
    void commandReadsWhatItWrites() throws MediaException {
        Command command = Command.of("publish", 5, AmfValue.NULL, new AmfValue.Text("cam"),
                new AmfValue.Text("live"), new AmfValue.Num(2), new AmfValue.Bool(true));
        Command read = Command.parse(command.write().buffer());
        assertThat(read).isEqualTo(command);
        assertThat(read.text(0)).isEqualTo("cam");
        assertThat(read.text(9)).isEmpty();
        assertThat(read.number(2, 0)).isEqualTo(2);
        assertThat(read.number(0, 7)).isEqualTo(7);
        assertThat(read.bool(3, false)).isTrue();
    }

    @Test
    void commandWithNameAloneHasDefaults() throws MediaException {
        assertThat(Command.parse(Amf0.write(new AmfValue.Text("FCUnpublish")).buffer()))
                .isEqualTo(Command.of("FCUnpublish", 0, AmfValue.NULL));
    }

    @Test
    void commandWithoutNameIsMalformed() {
        assertThatThrownBy(() -> Command.parse(Amf0.write(new AmfValue.Num(1)).buffer()))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> Command.parse(Bytes.EMPTY.buffer()))
                .isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void commandDoesNotPrintItsArguments() {
        assertThat(Command.of("publish", 5, AmfValue.NULL, new AmfValue.Text("s3cret")).toString())
                .doesNotContain("s3cret");
    }

    @Test
    void setDataFrameIsTakenOff() {
        Bytes meta = Amf0.write(new AmfValue.Text("onMetaData"), AmfValue.NULL);
        Bytes set = Amf0.write(new AmfValue.Text("@setDataFrame"), new AmfValue.Text("onMetaData"),
                AmfValue.NULL);
        assertThat(ScriptBody.of(MessageType.DATA_AMF0, set)).contains(meta);
        assertThat(ScriptBody.of(MessageType.DATA_AMF0, meta)).contains(meta);
    }

    @Test
    void amf3DataLosesItsFirstByte() {
        assertThat(ScriptBody.of(MessageType.DATA_AMF3, Bytes.ofHex("00 02 0001 61")))
                .contains(Bytes.ofHex("02 0001 61"));
    }

    @Test
    void clearDataFrameAndNothingAreNoTags() {
        assertThat(ScriptBody.of(MessageType.DATA_AMF0,
                Amf0.write(new AmfValue.Text("@clearDataFrame"), new AmfValue.Text("onMetaData"))))
                .isEqualTo(Optional.empty());
        assertThat(ScriptBody.of(MessageType.DATA_AMF3, Bytes.EMPTY)).isEmpty();
    }
}

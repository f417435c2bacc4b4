package io.freshet.format.amf;

import io.freshet.media.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// Appends AMF0 values to an array that grows.
///
/// Threading: confined to one write.
final class AmfWriter {

    private byte[] array = new byte[256];
    private int length;

    Bytes toBytes() {
        return Bytes.wrap(Arrays.copyOf(array, length));
    }

    void value(AmfValue value) {
        switch (value) {
            case AmfValue.Num(double number) -> u8(Amf0.NUMBER).f64(number);
            case AmfValue.Bool(boolean bool) -> u8(Amf0.BOOLEAN).u8(bool ? 1 : 0);
            case AmfValue.Text(String text) -> text(text);
            case AmfValue.Null _ -> u8(Amf0.NULL);
            case AmfValue.Undefined _ -> u8(Amf0.UNDEFINED);
            case AmfValue.Date(double epochMs, short zone) -> u8(Amf0.DATE).f64(epochMs).u16(zone);
            case AmfValue.Binary(Bytes bytes) -> binary(bytes);
            case AmfValue.StrictArray(var items) -> {
                u8(Amf0.STRICT_ARRAY).u32(items.size());
                items.forEach(this::value);
            }
            case AmfValue.Obj(var properties) -> u8(Amf0.OBJECT).properties(properties);
            case AmfValue.EcmaArray(var properties) ->
                    u8(Amf0.ECMA_ARRAY).u32(properties.size()).properties(properties);
            case AmfValue.Typed(String name, var properties) ->
                    u8(Amf0.TYPED_OBJECT).name(name).properties(properties);
        }
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= 0xFFFF) {
            u8(Amf0.STRING).u16(utf8.length).raw(utf8);
        } else {
            u8(Amf0.LONG_STRING).u32(utf8.length).raw(utf8);
        }
    }

    /// AMF0 has no byte array: switches to AMF3 for it.
    private void binary(Bytes bytes) {
        u8(Amf0.AVMPLUS).u8(Amf3.BYTE_ARRAY);
        int header = bytes.length() << 1 | 1;
        if (header >= 1 << 21) {
            u8(header >> 22 | 0x80).u8(header >> 15 | 0x80).u8(header >> 8 | 0x80).u8(header);
        } else if (header >= 1 << 14) {
            u8(header >> 14 | 0x80).u8(header >> 7 | 0x80).u8(header & 0x7F);
        } else if (header >= 1 << 7) {
            u8(header >> 7 | 0x80).u8(header & 0x7F);
        } else {
            u8(header);
        }
        raw(bytes.toArray());
    }

    private void properties(Map<String, AmfValue> properties) {
        properties.forEach((name, value) -> {
            name(name);
            value(value);
        });
        u16(0).u8(Amf0.OBJECT_END);
    }

    private AmfWriter name(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > 0xFFFF) {
            throw new IllegalArgumentException("AMF name of " + utf8.length + " bytes");
        }
        return u16(utf8.length).raw(utf8);
    }

    private AmfWriter u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    private AmfWriter u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    private AmfWriter u32(int value) {
        room(4).putInt(value);
        return this;
    }

    private AmfWriter f64(double value) {
        room(8).putDouble(value);
        return this;
    }

    private AmfWriter raw(byte[] bytes) {
        room(bytes.length).put(bytes);
        return this;
    }

    private ByteBuffer room(int count) {
        if (array.length - length < count) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + count));
        }
        ByteBuffer room = ByteBuffer.wrap(array, length, count);
        length += count;
        return room;
    }
}

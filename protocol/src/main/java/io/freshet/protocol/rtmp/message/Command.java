package io.freshet.protocol.rtmp.message;

import io.freshet.format.amf.Amf0;
import io.freshet.format.amf.AmfValue;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A command message: a name, a transaction id, a command object, arguments.
///
/// @param name          which command; empty for none
/// @param transactionId 0 if no answer is wanted
/// @param object        the command object, often null
/// @param arguments     what follows it
///
/// Spec: Adobe RTMP 1.0, 7.2.
public record Command(String name, double transactionId, AmfValue object,
        List<AmfValue> arguments) {

    /// `connect` has two values behind the name, the longest Flash call seen has nine.
    static final int MAX_VALUES = 32;

    public Command {
        arguments = List.copyOf(arguments);
    }

    /// A command with its arguments in line.
    public static Command of(String name, double transactionId, AmfValue object,
            AmfValue... arguments) {
        return new Command(name, transactionId, object, List.of(arguments));
    }

    /// Reads the body of a message of type 20, or of type 17 behind its first byte.
    ///
    /// A missing transaction id is 0, a missing object null: some hardware encoders leave them out.
    ///
    /// @throws MediaException if it does not begin with a name, or is no AMF within its bounds
    public static Command parse(ByteBuffer source) throws MediaException {
        List<AmfValue> values = Amf0.parseAll(source);
        if (values.isEmpty() || !(values.getFirst() instanceof AmfValue.Text(String name))) {
            throw new MalformedMediaException("command without a name", 0);
        }
        if (values.size() > MAX_VALUES) {
            throw new MalformedMediaException("command of " + values.size() + " values", 0);
        }
        boolean numbered = values.size() > 1 && values.get(1) instanceof AmfValue.Num;
        double transactionId = numbered && values.get(1) instanceof AmfValue.Num(double value)
                ? value : 0;
        int at = numbered ? 2 : 1;
        AmfValue object = values.size() > at ? values.get(at) : AmfValue.NULL;
        List<AmfValue> arguments = values.subList(Math.min(at + 1, values.size()), values.size());
        return new Command(name, transactionId, object, arguments);
    }

    /// The body of a message of type 20.
    public Bytes write() {
        List<AmfValue> values = new ArrayList<>();
        values.add(new AmfValue.Text(name));
        values.add(new AmfValue.Num(transactionId));
        values.add(object);
        values.addAll(arguments);
        return Amf0.write(values.toArray(AmfValue[]::new));
    }

    /// The argument at `index` if it is a string, else empty.
    public String text(int index) {
        return index < arguments.size()
                && arguments.get(index) instanceof AmfValue.Text(String text) ? text : "";
    }

    /// The argument at `index` if it is a number, else `absent`.
    public double number(int index, double absent) {
        return index < arguments.size()
                && arguments.get(index) instanceof AmfValue.Num(double value) ? value : absent;
    }

    /// The argument at `index` if it is a boolean, else `absent`.
    public boolean bool(int index, boolean absent) {
        return index < arguments.size()
                && arguments.get(index) instanceof AmfValue.Bool(boolean value) ? value : absent;
    }

    /// The properties of the command object; none if it is no object.
    public Map<String, AmfValue> properties() {
        return object instanceof AmfValue.Keyed keyed ? keyed.properties() : Map.of();
    }

    /// The name and how many arguments: their values may be secret.
    @Override
    public String toString() {
        return name + "(" + arguments.size() + " arguments)";
    }
}

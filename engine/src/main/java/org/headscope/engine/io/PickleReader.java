package org.headscope.engine.io;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.io.PickleValue.Dictionary;
import org.headscope.engine.io.PickleValue.Plain;
import org.headscope.engine.io.PickleValue.Sequence;
import org.headscope.engine.io.PickleValue.Text;
import org.headscope.engine.io.PickleValue.Whole;

/**
 * Follows the instructions of a pickle as far as {@code torch.save} needs them for dictionaries of tensors, and refuses
 * every other by its name. Values are only put together; nothing that a file names is ever looked up or called.
 */
final class PickleReader {
    /** A tensor takes about 25, so this is enough for 200000 tensors. */
    private static final int MOST_VALUES = 5_000_000;

    private static final int MOST_ON_STACK = 1_000_000;
    private static final int LARGEST_PROTOCOL = 5;

    private final String file;
    private final PickleBytes bytes;
    private final PickleCalls calls;
    private final ArrayList<PickleValue> stack = new ArrayList<>();

    /** Heights of the stack at which groups of values begin. */
    private final ArrayList<Integer> marks = new ArrayList<>();

    private final ArrayList<PickleValue> memo = new ArrayList<>();
    private int values;

    private PickleReader(String file, byte[] bytes) {
        this.file = file;
        this.bytes = new PickleBytes(file, bytes);
        this.calls = new PickleCalls(file);
    }

    /** What the pickle holds. */
    static PickleValue read(String file, byte[] pickle) throws ModelException {
        return new PickleReader(file, pickle).read();
    }

    private PickleValue read() throws ModelException {
        while (true) {
            int at = bytes.position();
            int code = bytes.u8();
            PickleCode instruction = PickleCode.of(code);
            if (instruction == null) {
                throw new ModelException(String.format(
                        "%s is damaged: byte %d of its data.pkl, 0x%02x, is no instruction.", file, at, code));
            }
            if (instruction == PickleCode.STOP) {
                return last();
            }
            follow(instruction, at);
            if (stack.size() > MOST_ON_STACK || marks.size() > MOST_ON_STACK) {
                throw new ModelException(file + " nests or lists more in its data.pkl than the " + MOST_ON_STACK
                        + " values that are allowed at a time.");
            }
        }
    }

    private PickleValue last() throws ModelException {
        PickleValue last = pop();
        if (!stack.isEmpty() || !marks.isEmpty() || !bytes.atEnd()) {
            throw damaged("goes on behind its end, or ends too early");
        }
        return last;
    }

    private void follow(PickleCode instruction, int at) throws ModelException {
        switch (instruction) {
            case PROTO -> protocol();
            case FRAME -> bytes.u64();
            case MARK -> marks.add(stack.size());
            case NONE -> push(Plain.NONE);
            case NEWTRUE, NEWFALSE -> push(Plain.BOOLEAN);
            case BININT -> push(new Whole(bytes.i32()));
            case BININT1 -> push(new Whole(bytes.u8()));
            case BININT2 -> push(new Whole(bytes.u16()));
            case LONG1 -> push(whole(bytes.whole(bytes.u8())));
            case BINFLOAT -> {
                bytes.skip(Double.BYTES);
                push(Plain.NUMBER);
            }
            case BINUNICODE -> push(new Text(bytes.text(bytes.u32())));
            case SHORT_BINUNICODE -> push(new Text(bytes.text(bytes.u8())));
            case BINUNICODE8 -> push(new Text(bytes.text(bytes.u64())));
            case EMPTY_TUPLE -> push(Sequence.tuple(List.of()));
            case TUPLE1 -> push(Sequence.tuple(List.of(pop())));
            case TUPLE2 -> {
                PickleValue second = pop();
                push(Sequence.tuple(List.of(pop(), second)));
            }
            case TUPLE3 -> {
                PickleValue third = pop();
                PickleValue second = pop();
                push(Sequence.tuple(List.of(pop(), second, third)));
            }
            case TUPLE -> push(Sequence.tuple(popToMark()));
            case EMPTY_LIST -> push(Sequence.list());
            case APPEND -> append(List.of(pop()));
            case APPENDS -> append(popToMark());
            case EMPTY_DICT -> push(new Dictionary(false));
            case SETITEM -> {
                PickleValue value = pop();
                set(List.of(pop(), value));
            }
            case SETITEMS -> set(popToMark());
            case BINPUT -> remember(bytes.u8());
            case LONG_BINPUT -> remember(bytes.u32());
            case MEMOIZE -> remember(memo.size());
            case BINGET -> push(remembered(bytes.u8()));
            case LONG_BINGET -> push(remembered(bytes.u32()));
            case GLOBAL -> push(calls.global(bytes.line(), bytes.line()));
            case STACK_GLOBAL -> stackGlobal();
            case REDUCE -> {
                PickleValue arguments = pop();
                push(calls.call(pop(), arguments));
            }
            case BUILD -> build();
            case BINPERSID -> push(calls.storage(pop()));
            default ->
                throw new ModelException(file + " has the pickle instruction " + instruction + " at byte " + at
                        + " of its data.pkl, which Headscope refuses: " + PickleCalls.TAKES);
        }
    }

    private void protocol() throws ModelException {
        int protocol = bytes.u8();
        if (protocol < 2 || protocol > LARGEST_PROTOCOL) {
            throw new ModelException(file + " is in version " + protocol
                    + " of the pickle format; Headscope reads 2 to " + LARGEST_PROTOCOL + ", and torch.save writes 2.");
        }
    }

    private static PickleValue whole(BigInteger value) {
        return value.bitLength() < Long.SIZE ? new Whole(value.longValue()) : Plain.NUMBER;
    }

    private void stackGlobal() throws ModelException {
        PickleValue last = pop();
        if (!(pop() instanceof Text module) || !(last instanceof Text name)) {
            throw damaged("asks for something whose name is no text");
        }
        push(calls.global(module.text(), name.text()));
    }

    private void append(List<PickleValue> items) throws ModelException {
        if (!(top() instanceof Sequence list) || list.isTuple()) {
            throw damaged("appends to something that is no list");
        }
        list.items().addAll(items);
    }

    private void set(List<PickleValue> items) throws ModelException {
        if (!(top() instanceof Dictionary dictionary)) {
            throw damaged("puts entries into something that is no dictionary");
        }
        if (items.size() % 2 != 0) {
            throw damaged("has a key without a value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            if (items.get(i) instanceof Text key && !dictionary.add(key.text(), items.get(i + 1))) {
                throw new ModelException(file + " lists " + Quoted.name(key.text()) + " twice.");
            }
        }
    }

    /** What hangs on an ordered dictionary besides its entries, such as {@code _metadata}, is of no use here. */
    private void build() throws ModelException {
        PickleValue state = pop();
        if (!(top() instanceof Dictionary dictionary) || !dictionary.isOrdered() || !(state instanceof Dictionary)) {
            throw new ModelException(file + " has the pickle instruction BUILD at byte " + (bytes.position() - 1)
                    + " of its data.pkl for something else than an OrderedDict, which Headscope refuses: "
                    + PickleCalls.TAKES);
        }
    }

    private void remember(long index) throws ModelException {
        if (index > bytes.size()) {
            throw damaged("counts its values up to " + index + ", more than it can hold");
        }
        while (memo.size() <= index) {
            memo.add(null);
        }
        memo.set((int) index, top());
    }

    private PickleValue remembered(long index) throws ModelException {
        PickleValue value = index < memo.size() ? memo.get((int) index) : null;
        if (value == null) {
            throw damaged("refers back to value " + index + ", which it did not give");
        }
        return value;
    }

    private void push(PickleValue value) throws ModelException {
        if (++values > MOST_VALUES) {
            throw new ModelException(
                    file + " holds more than the " + MOST_VALUES + " values that are allowed in its data.pkl.");
        }
        stack.add(value);
    }

    /** The height below which the values belong to an outer group. */
    private int floor() {
        return marks.isEmpty() ? 0 : marks.getLast();
    }

    private PickleValue top() throws ModelException {
        if (stack.size() <= floor()) {
            throw damaged("uses a value that it did not give");
        }
        return stack.getLast();
    }

    private PickleValue pop() throws ModelException {
        PickleValue top = top();
        stack.removeLast();
        return top;
    }

    private List<PickleValue> popToMark() throws ModelException {
        if (marks.isEmpty()) {
            throw damaged("ends a group that it did not begin");
        }
        List<PickleValue> tail = stack.subList(marks.removeLast(), stack.size());
        var values = new ArrayList<>(tail);
        tail.clear();
        return values;
    }

    private ModelException damaged(String what) {
        return new ModelException(file + " is damaged: at byte " + bytes.position() + " its data.pkl " + what + ".");
    }
}

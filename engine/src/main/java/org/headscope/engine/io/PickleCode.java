package org.headscope.engine.io;

/** The instructions of Python's pickle format, as far as they have names: the first half is followed, the rest refused. */
enum PickleCode {
    PROTO(0x80),
    FRAME(0x95),
    STOP('.'),
    MARK('('),
    NONE('N'),
    NEWTRUE(0x88),
    NEWFALSE(0x89),
    BININT('J'),
    BININT1('K'),
    BININT2('M'),
    LONG1(0x8a),
    BINFLOAT('G'),
    BINUNICODE('X'),
    SHORT_BINUNICODE(0x8c),
    BINUNICODE8(0x8d),
    EMPTY_TUPLE(')'),
    TUPLE1(0x85),
    TUPLE2(0x86),
    TUPLE3(0x87),
    TUPLE('t'),
    EMPTY_LIST(']'),
    APPEND('a'),
    APPENDS('e'),
    EMPTY_DICT('}'),
    SETITEM('s'),
    SETITEMS('u'),
    BINPUT('q'),
    LONG_BINPUT('r'),
    MEMOIZE(0x94),
    BINGET('h'),
    LONG_BINGET('j'),
    GLOBAL('c'),
    STACK_GLOBAL(0x93),
    REDUCE('R'),
    BUILD('b'),
    BINPERSID('Q'),

    ADDITEMS(0x90),
    BINBYTES('B'),
    BINBYTES8(0x8e),
    BINSTRING('T'),
    BYTEARRAY8(0x96),
    DICT('d'),
    DUP('2'),
    EMPTY_SET(0x8f),
    EXT1(0x82),
    EXT2(0x83),
    EXT4(0x84),
    FLOAT('F'),
    FROZENSET(0x91),
    GET('g'),
    INST('i'),
    INT('I'),
    LIST('l'),
    LONG('L'),
    LONG4(0x8b),
    NEWOBJ(0x81),
    NEWOBJ_EX(0x92),
    NEXT_BUFFER(0x97),
    OBJ('o'),
    PERSID('P'),
    POP('0'),
    POP_MARK('1'),
    PUT('p'),
    READONLY_BUFFER(0x98),
    SHORT_BINBYTES('C'),
    SHORT_BINSTRING('U'),
    STRING('S'),
    UNICODE('V');

    private static final PickleCode[] BY_BYTE = new PickleCode[256];

    static {
        for (PickleCode code : values()) {
            BY_BYTE[code.code] = code;
        }
    }

    private final int code;

    PickleCode(int code) {
        this.code = code;
    }

    /** The instruction of a byte; null if there is none. */
    static PickleCode of(int code) {
        return BY_BYTE[code];
    }
}

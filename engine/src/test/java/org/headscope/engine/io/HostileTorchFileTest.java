package org.headscope.engine.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A PyTorch file may ask for anything: what is no plain description of tensors is refused by its name, in a sentence. */
class HostileTorchFileTest {
    private static final String RUNS_NOTHING =
            ", which Headscope refuses: it takes only tensors, dictionaries, lists, texts and numbers from a PyTorch"
                    + " file, and runs nothing.";

    @TempDir
    Path folder;

    private String refused(byte[] bytes) throws Exception {
        Path path = Files.write(folder.resolve("m.bin"), bytes);
        String said =
                assertThrows(ModelException.class, () -> TorchFile.open(path)).getMessage();
        assertTrue(said.contains("m.bin") && said.endsWith(".") && said.indexOf('\n') < 0, said);
        return said;
    }

    private String refused(TorchZip zip) throws Exception {
        return refused(zip.bytes());
    }

    private String refused(String pickle) throws Exception {
        return refused(TorchZip.of(pickle));
    }

    private void refused(String pickle, String part) throws Exception {
        String said = refused(pickle);
        assertTrue(said.contains(part), said);
    }

    @ParameterizedTest
    @CsvSource({
        "os,system",
        "posix,system",
        "builtins,eval",
        "__builtin__,eval",
        "builtins,getattr",
        "torch.storage,_load_from_bytes",
        "torch._utils,_rebuild_tensor",
        "torch._utils,_rebuild_tensor_v2.__globals__",
        "torch,_utils._rebuild_tensor_v2",
        "torch,load",
        "torch.jit,load",
        "collections,OrderedDict.fromkeys",
        "collections,defaultdict",
        "numpy.core.multiarray,_reconstruct",
        "torch,ComplexFloatStorage"
    })
    void everyOtherNameIsRefused(String module, String name) throws Exception {
        String call = "(X\6\0\0\0reboottR.";
        String expected = "m.bin asks Python for \"" + module + "." + name + "\"" + RUNS_NOTHING;
        assertTrue(refused("\u0080\2c" + module + "\n" + name + "\n" + call).startsWith(expected));
        String stacked = "\u008c" + (char) module.length() + module + "\u008c" + (char) name.length() + name + "\u0093";
        assertTrue(refused("\u0080\4" + stacked + call).startsWith(expected));
    }

    @Test
    void lineFeedsInNamesHideNothing() throws Exception {
        refused("\u0080\2ccollections\r\nOrderedDict\n)R.", "asks Python for \"collections\\u000d.OrderedDict\"");
        refused("\u0080\2c\ncollections.OrderedDict\n)R.", "asks Python for \".collections.OrderedDict\"");
        refused("\u0080\4\u008c\17collections\nOs.\u008c\6system\u0093)R.", "asks Python for \"collections\\u000aOs.");
        refused("\u0080\2ccollections", "its data.pkl ends in the middle of an instruction");
        refused("\u0080\2c\u00ff\nx\n)R.", "holds a text that is not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "(ios_system_,INST",
        "(cos_system_o,OBJ",
        "0,POP",
        "N2,DUP",
        "N1,POP_MARK",
        "I5_,INT",
        "F5_,FLOAT",
        "Vx_,UNICODE",
        "S'x'_,STRING",
        "U1x,SHORT_BINSTRING",
        "(d,DICT",
        "(l,LIST",
        "Px_,PERSID",
        "g0_,GET",
        "p0_,PUT"
    })
    void everyOtherInstructionIsRefused(String pickle, String name) throws Exception {
        String rest = pickle.startsWith("(c") ? "(o" : pickle;
        String said = refused("\u0080\2" + rest.replace('_', '\n') + ".");
        assertTrue(said.startsWith("m.bin has the pickle instruction " + name + " at byte "), said);
        assertTrue(said.contains(RUNS_NOTHING), said);
    }

    @Test
    void objectsOfClassesAreRefused() throws Exception {
        refused("\u0080\2ccollections\nOrderedDict\n)\u0081.", "the pickle instruction NEWOBJ at byte ");
        refused("\u0080\4ccollections\nOrderedDict\n)}\u0092.", "the pickle instruction NEWOBJ_EX at byte ");
        refused("\u0080\2\u0082\1.", "the pickle instruction EXT1 at byte 2 ");
        refused("\u0080\2ctorch\nFloatStorage\n)R.", "calls \"torch.FloatStorage\" in its data.pkl" + RUNS_NOTHING);
        refused("\u0080\2K\1)R.", "calls something that is no function");
        refused("\u0080\2ccollections\nOrderedDict\n]R.", "calls collections.OrderedDict without a tuple");
        refused("\u0080\2ccollections\nOrderedDict\n(]tR.", "makes an OrderedDict out of something");
        refused("\u0080\2}}b.", "the pickle instruction BUILD at byte 4 of its data.pkl for something else");
        refused("\u0080\2ccollections\nOrderedDict\n}b.", "BUILD");
        refused("\u0080\2ccollections\nOrderedDict\n)RK\1b.", "BUILD");
    }

    @Test
    void theStackMustHoldWhatIsUsed() throws Exception {
        refused("\u0080\2.", "uses a value that it did not give");
        refused("\u0080\2\u0085.", "uses a value that it did not give");
        refused("\u0080\2N(\u0085.", "uses a value that it did not give");
        refused("\u0080\2t.", "ends a group that it did not begin");
        refused("\u0080\2](.", "uses a value that it did not give");
        refused("\u0080\2NN.", "goes on behind its end");
        refused("\u0080\2N.N", "goes on behind its end");
        refused("\u0080\2NNa.", "appends to something that is no list");
        refused("\u0080\2)Na.", "appends to something that is no list");
        refused("\u0080\2]NNs.", "puts entries into something that is no dictionary");
        refused("\u0080\2}(Nu.", "has a key without a value");
        refused("\u0080\2h\7.", "refers back to value 7, which it did not give");
        refused("\u0080\2j\u00ff\u00ff\u00ff\u00ff.", "refers back to value 4294967295");
        refused("\u0080\2Nr\u00ff\u00ff\u00ff\u00ff.", "counts its values up to 4294967295");
        refused("\u0080\2\u00ff.", "byte 2 of its data.pkl, 0xff, is no instruction");
        refused("\u0080\1N.", "version 1 of the pickle format");
        refused("\u0080\2}(X\1\0\0\0aNX\1\0\0\0aNu.", "lists \"a\" twice");
        refused("\u0080\2X\u00ff\u00ff\u00ff\u00ff.", "ends in the middle of an instruction");
        refused("\u0080\4\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffx.", "ends in the middle");
        refused("\u0080\2\u008a\u00ff.", "ends in the middle of an instruction");
        refused("\u0080\2cos\nsystem\n", "asks Python for \"os.system\"");
        refused("", "ends in the middle of an instruction");
        refused("\u0080\2K\1.", "does not hold a dictionary of tensors");
        refused("\u0080\2}.", "holds no tensors by name");
    }

    @Test
    void deepNestingAndValuesWithinThemselvesDoNoHarm() throws Exception {
        refused(
                "\u0080\2" + "(".repeat(2_000_000) + ".",
                "nests or lists more in its data.pkl than the 1000000 values");
        refused("\u0080\2" + "]".repeat(2_000_000) + ".", "nests or lists more");
        refused("\u0080\2)" + "\u0085".repeat(2_000_000) + ".", "does not hold a dictionary of tensors");
        refused("\u0080\2)" + "\u0085".repeat(6_000_000) + ".", "holds more than the 5000000 values");
        refused("\u0080\2]q\0h\0a.", "does not hold a dictionary");
        refused("\u0080\2}q\0X\1\0\0\0ah\0s.", "holds no tensors by name");
        refused("\u0080\2}q\0h\0Ns.", "holds no tensors by name");
        // every list holds the one before twice: 2^60 values if it were walked
        var doubled = new StringBuilder("\u0080\4]\u0094");
        for (int i = 0; i < 60; i++) {
            doubled.append("h").append((char) i).append("h").append((char) i).append("\u0086\u0094");
        }
        refused(doubled + ".", "goes on behind its end, or ends too early");
    }

    @Test
    void tensorsMustLieInTheirStorage() throws Exception {
        tensor("K\1", "K\6\u0085", "K\1\u0085", "reaches from number 1 to 6 of its storage, which has only 6");
        tensor("K\0", "K\2K\3\u0086", "K\4K\1\u0086", "reaches from number 0 to 6 ");
        tensor("J\u00ff\u00ff\u00ff\u00ff", "K\1\u0085", "K\1\u0085", "reaches from number -1 to -1 ");
        tensor("K\0", "J\u00fe\u00ff\u00ff\u00ff\u0085", "K\1\u0085", "has the negative number -2 in its shape");
        tensor("K\5", "K\2\u0085", "J\u00ff\u00ff\u00ff\u00ff\u0085", "has the negative number -1 in its shape");
        tensor("K\0", "K\2K\3\u0086", "K\1\u0085", "has 2 axes, but 1 strides");
        tensor("K\0", "(" + "K\1".repeat(17) + "t", "(" + "K\1".repeat(17) + "t", "has 17 axes");
        tensor("K\0", "N\u0085", "K\1\u0085", "has a shape or strides that are not whole numbers");
        String huge = "\u008a\10\0\0\0\0\0\0\0\100";
        tensor("K\0", huge + huge + "\u0086", "K\1K\1\u0086", "has the impossibly large shape");
        tensor("K\0", "K\5\u0085", huge + "\u0085", "has the impossibly large shape");
        tensor(huge, "K\3\u0085", huge + "\u0085", "has the impossibly large shape");
        tensor(huge, "K\0\u0085", "K\1\u0085", "of its storage, which has only 6");
        tensor("K\0", "J\0\0\0\100\u0085", "K\0\u0085", "has the shape [1073741824], but only 6 numbers are stored");
        refused("\u0080\2}X\1\0\0\0tctorch._utils\n_rebuild_tensor_v2\n(NK\0))\u0089NtRs.", "describes a tensor by");
    }

    @Test
    void marksThatChangeTheNumbersAreRefused() throws Exception {
        String sound = TorchZip.oneTensor("K\0", "K\6\u0085", "K\1\u0085");
        for (String nothing : new String[] {"N", "}"}) {
            byte[] bytes =
                    TorchZip.of(sound.replace(")RtR", ")R" + nothing + "tR")).bytes();
            assertEquals(
                    1,
                    TorchFile.open(Files.write(folder.resolve("m.pt"), bytes))
                            .names()
                            .size());
        }
        refused(sound.replace(")RtR", ")R}X\3\0\0\0neg\u0088stR"), "holds a tensor whose numbers are negated");
    }

    private void tensor(String offset, String shape, String strides, String part) throws Exception {
        String said = refused(TorchZip.oneTensor(offset, shape, strides));
        assertTrue(said.startsWith("m.bin: tensor \"t\" ") && said.contains(part), said);
    }

    @Test
    void storagesMustBeThere() throws Exception {
        String sound = TorchZip.oneTensor("K\0", "K\6\u0085", "K\1\u0085");
        assertTrue(refused(TorchZip.of(sound).without("a/data/0")).contains("m.bin holds no record \"data/0\""));
        assertEquals(
                "m.bin: tensor \"t\" lies in a storage of 6 numbers of type F32, but the record \"a/data/0\" has 23"
                        + " bytes.",
                refused(TorchZip.of(sound).record("a/data/0", "x".repeat(23))));
        refused(sound.replace("K\6tQ", "\u008a\10\0\0\0\0\0\0\0\100tQ"), "a storage of 4611686018427387904 numbers");
        refused(sound.replace("K\6tQ", "J\u00ff\u00ff\u00ff\u00fftQ"), "a storage of -1 numbers");
        refused(sound.replace("X\1\0\0\0" + "0X", "X\4\0\0\0../0X"), "holds no record \"data/../0\"");
        refused(sound.replace("storage", "sTorage"), "refers to something outside itself that is no storage");
        refused("\u0080\2X\4\0\0\0evilQ.", "refers to something outside itself that is no storage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/passwd", "a/../../x", "a\\x", "a/\0", ".."})
    void namesMustStayInsideTheArchive(String name) throws Exception {
        assertTrue(
                refused(TorchZip.of("N.").record(name, "x")).contains("which is not a plain name inside the archive"));
    }

    @Test
    void theArchiveMustBeSound() throws Exception {
        assertTrue(refused(TorchZip.of("N.").without("a/data.pkl")).contains("but not one that torch.save wrote"));
        assertTrue(refused(TorchZip.of("N.").record("b/data.pkl", "N.")).contains("more than one data.pkl"));
        assertTrue(refused(TorchZip.of("N.").record("a/constants.pkl", "N.")).contains("is a TorchScript program"));
        assertTrue(refused(TorchZip.of("N.").record("a/byteorder", "big")).contains("in the byte order \"big\""));
        assertTrue(
                refused(TorchZip.of("N.").record("a/byteorder", "x".repeat(99))).contains("16 is the most"));
        assertTrue(refused(TorchZip.of("N.").method(8)).contains("is compressed, which torch.save never does"));
        assertTrue(refused(TorchZip.of("N.").flags(1)).contains("is encrypted"));
        byte[] sound =
                TorchZip.of(TorchZip.oneTensor("K\0", "K\6\u0085", "K\1\u0085")).bytes();
        int entry = sound.length - 22 - 54;
        assertTrue(refused(changed(sound, entry + 42, 1)).contains("overlap"));
        assertTrue(refused(changed(sound, entry + 20, 25)).contains("is not compressed, and yet has two sizes"));
        assertTrue(refused(changed(sound, entry + 42, 1 << 30)).contains("lies behind the end of the data"));
        assertTrue(refused(changed(sound, entry + 42, -1)).contains("gives no size or place"));
        byte[] large = changed(changed(sound, entry + 20, 99), entry + 24, 99);
        assertTrue(refused(large).contains("should have 99 bytes, but only 24 are there"));
        int end = sound.length - 22;
        assertTrue(refused(changed(sound, end + 8, -1)).contains("claims 65535 records"));
        assertTrue(refused(changed(sound, end + 12, -1)).contains("reaches beyond the end of the file"));
        assertTrue(refused(changed(sound, end + 16, 7)).contains("entry 0 of its directory is none"));
        byte[] twice = sound.clone();
        System.arraycopy("a/data.p".getBytes(StandardCharsets.US_ASCII), 0, twice, entry + 46, 8);
        assertTrue(refused(twice).contains("is not where the directory says"));
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] copy = bytes.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return copy;
    }

    @Test
    void otherFilesAreNamed() throws Exception {
        byte[] old = {
            (byte) 0x80,
            2,
            (byte) 0x8a,
            10,
            0x6c,
            (byte) 0xfc,
            (byte) 0x9c,
            0x46,
            (byte) 0xf9,
            0x20,
            0x6a,
            (byte) 0xa8,
            0x50,
            0x19,
            '.',
            (byte) 0x80,
            2,
            'M',
            (byte) 0xe9,
            3,
            '.'
        };
        assertEquals(
                "m.bin is in the format that PyTorch wrote before version 1.6, which Headscope does not read: load it"
                        + " with a current PyTorch and save it again with torch.save.",
                refused(old));
        assertTrue(refused(Arrays.copyOf(old, 14)).contains("is a bare Python pickle"));
        assertTrue(refused("version https://git-lfs.github.com/spec/v1".getBytes(StandardCharsets.US_ASCII))
                .contains("is only a Git LFS pointer"));
        assertTrue(refused(new byte[0]).contains("is not a PyTorch file: it is no zip archive"));
        assertTrue(refused("PK\3\4 and no more".getBytes(StandardCharsets.US_ASCII))
                .contains("is cut off"));
        assertTrue(refused("<html>".getBytes(StandardCharsets.US_ASCII)).contains("is no zip archive"));
        assertThrows(ModelException.class, () -> TorchFile.open(folder));
        assertThrows(ModelException.class, () -> TorchFile.open(folder.resolve("none")));
    }
}

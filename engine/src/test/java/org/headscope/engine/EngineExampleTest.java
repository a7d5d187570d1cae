package org.headscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the developer guide's page about the engine compiles, runs, and does what its comments say. */
class EngineExampleTest {
    @TempDir
    Path folder;

    @Test
    void compilesAndRuns() throws Exception {
        String page = Files.readString(
                Golden.folder("gpt2").resolve("../../../site/engine.md").normalize());
        String example =
                page.substring(page.indexOf("```java\n") + 8, page.indexOf("\n```\n", page.indexOf("```java")));
        String model = Bundled.folder().toString().replace("\\", "\\\\");
        Path source =
                Files.writeString(folder.resolve("Example.java"), example.replace("resources/models/primer-4l", model));
        var said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiles = compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertTrue(compiles, said.toString());
        }
        List<String> lines = output().lines().toList();
        assertTrue(lines.getFirst().startsWith("attention of 3.3 from the end to Mary: 0."), lines.toString());
        String loss = lines.get(1).substring("loss: ".length());
        assertEquals("logits: Tensor[1, 16, 4096]", lines.get(2));
        double again = Double.parseDouble(lines.get(4).substring("the same loss: ".length()));
        assertEquals(Double.parseDouble(loss), again, 1e-5);
        assertTrue(lines.get(5).startsWith("it goes on: Mary"), lines.toString());
    }

    private String output() throws Exception {
        PrintStream before = System.out;
        var printed = new ByteArrayOutputStream();
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Class<?> type = loader.loadClass("Example");
            var constructor = type.getDeclaredConstructor();
            Method main = type.getDeclaredMethod("main");
            constructor.setAccessible(true);
            main.setAccessible(true);
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            main.invoke(constructor.newInstance());
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}

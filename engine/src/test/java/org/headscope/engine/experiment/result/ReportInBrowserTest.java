package org.headscope.engine.experiment.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports as Chromium shows them, where there is one. */
class ReportInBrowserTest {
    /** Would change the page if any of it ran. */
    private static final String HOSTILE =
            "</span></title><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">";

    @TempDir
    Path folder;

    private static Optional<Path> chromium() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The page after it was opened from the disk and all that it runs has run. */
    private String opened(byte[] html) throws Exception {
        Optional<Path> browser = chromium();
        assumeTrue(browser.isPresent(), "there is no Chromium");
        Path page = Files.write(folder.resolve("report.html"), html);
        Path dom = folder.resolve("dom.html");
        Process run = new ProcessBuilder(
                        browser.get().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=2000",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(folder.resolve("messages.txt").toFile())
                .start();
        try {
            assertTrue(run.waitFor(60, TimeUnit.SECONDS), "the browser takes too long");
            assertEquals(0, run.exitValue(), () -> "the browser failed");
        } finally {
            run.destroyForcibly();
        }
        return Files.readString(dom, StandardCharsets.UTF_8);
    }

    @Test
    void aReportOpensFromTheDiskAndRunsNothing() throws Exception {
        var results = new Results();
        results.text(new ColouredText(
                "story", "a text", List.of(new ColouredText.Piece(HOSTILE, 1.5, List.of(HOSTILE, "loss 2.5")))));
        results.grid(
                "map",
                HOSTILE,
                Tensor.of(new float[] {1, -2}, 1, 2),
                Axis.counted("layer", 1),
                new Axis("pos", List.of("a", HOSTILE)));
        String page = opened(Report.of("An example", List.of(new Fact("prompt", HOSTILE)), results));
        assertTrue(page.contains("<title>An example</title>"), page);
        assertFalse(page.contains("<title>owned"), page);
        assertFalse(page.contains("<img"), page);
        assertTrue(page.contains("layer 0, pos a: 1"), page);
        assertTrue(page.contains("loss 2.5"), page);
    }

    /** The page forbids it, even where hostile text should ever come through as it is. */
    @Test
    void notEvenAScriptOfTheReportItselfWouldRun() throws Exception {
        String report = new String(Report.of("An example", List.of(), new Results()), StandardCharsets.UTF_8);
        String broken = report.replace("</body>", "<script>document.title='owned'</script></body>");
        assertTrue(opened(broken.getBytes(StandardCharsets.UTF_8)).contains("<title>An example</title>"));
        String open = broken.replaceFirst("<meta http-equiv[^>]*>", "");
        assertTrue(
                opened(open.getBytes(StandardCharsets.UTF_8)).contains("<title>owned</title>"),
                "it does run otherwise");
    }
}

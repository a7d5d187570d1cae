package org.headscope.app.shell;

import java.util.List;
import org.headscope.app.command.PaletteEntry;
import org.headscope.app.command.PaletteSource;
import org.headscope.app.prompt.PromptController;
import org.headscope.app.text.Text;

/** The prompts of the library, for the palette. */
record PromptSource(PromptController prompts) implements PaletteSource {
    private static final int MOST = 2000;

    @Override
    public List<PaletteEntry> entries(String typed) {
        return prompts.library().stream()
                .limit(MOST)
                .map(prompt -> new PaletteEntry(
                        (prompt.title().isEmpty() ? "" : prompt.title() + " · ")
                                + prompt.text().replaceAll("\\s+", " "),
                        Text.of("palette.kind.prompt"),
                        () -> prompts.load(prompt)))
                .toList();
    }
}

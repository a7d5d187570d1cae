package org.headscope.app.command;

import java.util.List;

/** Gives the palette more to find than commands: prompts, models, heads ("10.7"), token positions. */
@FunctionalInterface
public interface PaletteSource {
    /** What there is, for what was typed so far (an empty text at first); the palette filters and sorts it. */
    List<PaletteEntry> entries(String typed);
}

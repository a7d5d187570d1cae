package org.headscope.app.shell;

import java.util.List;
import java.util.stream.IntStream;
import org.headscope.app.command.PaletteEntry;
import org.headscope.app.command.PaletteSource;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.engine.token.Tokens;

/** Token positions of the current prompt, for the palette. */
record PositionSource(Session session) implements PaletteSource {
    @Override
    public List<PaletteEntry> entries(String typed) {
        if (session.comparisonProperty().get() == null || typed.isBlank()) return List.of();
        Tokens tokens = session.comparisonProperty().get().after().tokens();
        return IntStream.range(0, tokens.size())
                .mapToObj(position -> new PaletteEntry(
                        position + " " + tokens.get(position).label(),
                        Text.of("palette.kind.position"),
                        () -> session.selection().positionProperty().set(position)))
                .toList();
    }
}

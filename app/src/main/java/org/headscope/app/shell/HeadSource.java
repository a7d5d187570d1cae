package org.headscope.app.shell;

import java.util.ArrayList;
import java.util.List;
import org.headscope.app.command.PaletteEntry;
import org.headscope.app.command.PaletteSource;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.hook.Site;

/** Heads ("10.7"), attention layers and MLPs of the open model, for the palette. */
record HeadSource(Session session) implements PaletteSource {
    @Override
    public List<PaletteEntry> entries(String typed) {
        if (session.model() == null || typed.isBlank()) return List.of();
        var config = session.model().config();
        var entries = new ArrayList<PaletteEntry>();
        for (Site site : AblationSweep.sites(config)) {
            String kind = Text.of("palette.kind." + site.part());
            entries.add(new PaletteEntry(
                    site.label(), kind, () -> session.selection().partProperty().set(site)));
        }
        return entries;
    }
}

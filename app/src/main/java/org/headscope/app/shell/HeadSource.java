package org.headscope.app.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.headscope.app.command.PaletteEntry;
import org.headscope.app.command.PaletteSource;
import org.headscope.app.session.PartText;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.hook.Site;

/**
 * Heads ("10.7"), attention layers, MLPs and points of the residual stream of the open model for the palette, and a neuron
 * if its name is typed ("neuron 3.417").
 */
record HeadSource(Session session) implements PaletteSource {
    private static final Pattern NEURON = Pattern.compile("(?:neuron *|n)?(\\d{1,6})\\.(\\d{1,6})");

    @Override
    public List<PaletteEntry> entries(String typed) {
        if (session.model() == null || typed.isBlank()) return List.of();
        var config = session.model().config();
        var entries = new ArrayList<PaletteEntry>();
        for (Site site : AblationSweep.sites(config)) entries.add(entry(Text.of("palette.kind." + site.part()), site));
        Matcher neuron = NEURON.matcher(typed.strip());
        if (neuron.matches()) {
            Site site = Site.neuron(Integer.parseInt(neuron.group(1)), Integer.parseInt(neuron.group(2)));
            if (config.has(site)) entries.addFirst(entry(Text.of("palette.kind.NEURON"), site));
        }
        for (int layer = config.nLayers() - 1; layer >= 0; layer--) {
            for (String hook : List.of("resid_post", "resid_mid", "resid_pre")) {
                Site site = Site.of(hook, layer);
                if (config.has(site)) entries.add(entry(Text.of("palette.kind.STREAM"), site));
            }
        }
        return entries;
    }

    private PaletteEntry entry(String kind, Site site) {
        return new PaletteEntry(
                PartText.of(site),
                kind,
                () -> session.selection().partProperty().set(site));
    }
}

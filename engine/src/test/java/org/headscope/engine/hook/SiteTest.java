package org.headscope.engine.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.headscope.engine.experiment.Experiment;
import org.junit.jupiter.api.Test;

class SiteTest {
    private static final Site STREAM = Site.of("resid_post", 3);

    @Test
    void neuronsAndPlacesInTheStreamAreTold() {
        assertTrue(Site.neuron(2, 417).isNeuron());
        assertFalse(Site.of("post", 2).isNeuron(), "all neurons of a layer");
        assertFalse(Site.of("pre", 2).unit(417).isNeuron());
        assertFalse(Site.head(2, 4).isNeuron());
        for (String hook : List.of("resid_pre", "resid_mid", "resid_post")) {
            assertTrue(Site.of(hook, 1).isStream(), hook);
            assertFalse(Site.of(hook, 1).unit(5).isStream(), "a coordinate of " + hook);
        }
        assertFalse(Site.mlp(1).isStream());
        assertFalse(Site.of("embed").isStream());
    }

    @Test
    void sitesMeetWhereBothActOnTheSame() {
        Site row = Site.of("pattern", 1).unit(2).at(Positions.of(6));
        assertTrue(STREAM.meets(STREAM.at(Positions.of(4))));
        assertTrue(STREAM.at(Positions.of(2, 4)).meets(STREAM.at(Positions.of(4, 5))));
        assertFalse(STREAM.at(Positions.of(2)).meets(STREAM.at(Positions.of(4))));
        assertFalse(STREAM.meets(Site.of("resid_mid", 3)));
        assertTrue(row.meets(row.atKeys(Positions.of(3))));
        assertFalse(row.atKeys(Positions.of(2)).meets(row.atKeys(Positions.of(3))));
    }

    @Test
    void anExperimentChangesAPlaceOnlyWhereItsInterventionsAre() {
        var experiment = Experiment.of("a", "", "").plus(new ZeroAblation(STREAM.at(Positions.of(4))));
        assertTrue(experiment.changes(STREAM));
        assertTrue(experiment.ablates(STREAM.at(Positions.of(4))));
        assertFalse(experiment.changes(STREAM.at(Positions.of(5))));
        assertEquals(experiment, experiment.without(STREAM.at(Positions.of(5))));
        assertTrue(experiment.without(STREAM.at(Positions.of(4))).switches().isEmpty());
    }

    @Test
    void anInterventionTakesThePlaceOfTheOneOnTheSame() {
        Site head = Site.head(1, 2);
        var zero = new ZeroAblation(head.at(Positions.of(3)));
        var other = new ZeroAblation(Site.mlp(1));
        var experiment = Experiment.of("a", "", "").plus(zero).plus(other).switched(zero, false);
        assertEquals(
                List.of(new Scale(head.at(Positions.of(3)), 2), other),
                experiment.with(new Scale(head, 2)).active(),
                "where it was, and switched on");
        assertEquals(
                List.of(other, new Scale(head.at(Positions.of(4)), 2)),
                experiment.with(new Scale(head.at(Positions.of(4)), 2)).active(),
                "another position is another place");

        Site row = Site.of("pattern", 1).unit(2).at(Positions.of(6));
        var drawn = new SetTo(row, List.of(0.5f, 0.5f));
        var rows = Experiment.of("a", "", "").plus(drawn);
        assertEquals(List.of(new Freeze(row)), rows.with(new Freeze(row)).active());
        assertEquals(2, rows.with(new Freeze(row.at(Positions.ALL))).active().size());
        assertEquals(
                2,
                rows.with(new ZeroAblation(row.atKeys(Positions.of(1))))
                        .active()
                        .size());
    }
}

package org.headscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.headscope.app.resources.Resources;
import org.junit.jupiter.api.Test;

/** BOS starts as the family of a model has it, and stays as the person chose. */
class BosSwitchTest extends WindowTest {
    private static final Path GOLDEN = Resources.folder().resolveSibling("src/test/golden");

    private boolean bosWith(Path model) {
        fx(() -> shell.openModel(model));
        await(() -> session.model().folder().equals(model)
                && session.comparisonProperty().get() != null
                && !session.staleProperty().get());
        return session.experimentProperty().get().prependBos();
    }

    @Test
    void startsAsTheFamilyHasIt() {
        assertFalse(bosWith(GOLDEN.resolve("gpt-neox")));
        assertTrue(bosWith(GOLDEN.resolve("gpt2")));
        assertFalse(bosWith(GOLDEN.resolve("bloom")));
    }

    @Test
    void staysAsThePersonChose() {
        fx(() -> session.edit("no BOS", e -> e.withBos(false)));
        assertFalse(bosWith(GOLDEN.resolve("gpt2")));
        fx(() -> session.edit("BOS", e -> e.withBos(true)));
        assertTrue(bosWith(GOLDEN.resolve("gpt-neox")));
    }

    @Test
    void isAsItWasForTheModelOfTheLastTime() {
        settings.change(old -> old.withModel(GOLDEN.resolve("gpt-neox").toString()));
        assertTrue(bosWith(GOLDEN.resolve("gpt-neox")));
    }
}

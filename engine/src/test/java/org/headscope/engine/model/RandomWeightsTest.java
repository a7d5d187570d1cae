package org.headscope.engine.model;

import org.headscope.engine.TinyCheckpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests of what holds for any weights: a model with random ones, and two prompts of one length. */
abstract class RandomWeightsTest {
    static final int[] FIRST = {3, 1, 4, 1, 5, 9, 2, 6};
    static final int[] SECOND = {2, 7, 1, 8, 2, 8, 1, 8};
    static final int LAYERS = 4;
    static final int HEADS = 3;
    static final int D_MODEL = 12;

    static Model model;

    @BeforeAll
    static void load() {
        model = TinyCheckpoint.random(5).load(Processing.RAW);
    }

    @AfterAll
    static void close() {
        model.close();
    }
}

package org.headscope.engine.analysis.ioi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.headscope.engine.Bundled;
import org.headscope.engine.analysis.ioi.IoiDataset.Options;
import org.headscope.engine.analysis.ioi.IoiDataset.Order;
import org.headscope.engine.model.Model;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokenizer;
import org.headscope.engine.token.Tokens;
import org.junit.jupiter.api.Test;

/** IOI prompts for the bundled model. */
class IoiDatasetTest {
    private static Tokenizer tokenizer() throws Exception {
        return Model.tokenizer(Bundled.folder());
    }

    private static IoiDataset of(Order order, boolean symmetric) throws Exception {
        return IoiDataset.of(tokenizer(), new Options(40, order, symmetric, 7));
    }

    @Test
    void theSeedDecides() throws Exception {
        assertEquals(of(Order.MIXED, false), of(Order.MIXED, false));
        assertNotEquals(of(Order.MIXED, false), IoiDataset.of(tokenizer(), new Options(40, Order.MIXED, false, 8)));
    }

    @Test
    void namesStandInTheOrderAskedForAndNothingIsLeftOfTheTemplate() throws Exception {
        for (Order order : Order.values()) {
            List<IoiPrompt> prompts = of(order, false).prompts();
            for (int i = 0; i < prompts.size(); i++) {
                IoiPrompt prompt = prompts.get(i);
                boolean ioFirst = order == Order.ABBA || order == Order.MIXED && i % 2 == 1;
                assertEquals(ioFirst ? "ABB" : "BAB", prompt.order());
                assertEquals(prompt.s(), prompt.names().getLast());
                assertFalse(prompt.text().matches(".*([{}]|PLACE|OBJECT| a [aeiou]).*"), prompt.text());
            }
        }
    }

    @Test
    void positionsHoldWhatTheyAreNamedAfter() throws Exception {
        Tokenizer tokenizer = tokenizer();
        for (Order order : Order.values()) {
            for (IoiPrompt prompt : of(order, false).prompts()) {
                Tokens tokens = prompt.tokens(tokenizer, true);
                var at = prompt.positions(tokenizer, tokens);
                assertEquals(" " + prompt.io(), tokens.get(at.get("IO")).text());
                assertEquals(" " + prompt.s(), tokens.get(at.get("S1")).text());
                assertEquals(" " + prompt.s(), tokens.get(at.get("S2")).text());
                assertTrue(at.get("S1") < at.get("S2"));
                assertEquals(order == Order.BABA, order != Order.MIXED && at.get("S1") < at.get("IO"));
                assertEquals(at.get("IO") + 1, at.get("IO+1"));
                assertEquals(at.get("S1") - 1, at.get("S1-1"));
                assertEquals(" to", tokens.get(at.get("end")).text());
                assertTrue(tokens.get(at.get("punct")).text().matches("[,.]"));
                assertEquals(1, at.get("starts"));
            }
        }
    }

    @Test
    void aSymmetricSetHasBothAssignments() throws Exception {
        List<IoiPrompt> prompts = of(Order.MIXED, true).prompts();
        for (int i = 0; i < prompts.size(); i += 2) {
            IoiPrompt one = prompts.get(i);
            IoiPrompt other = prompts.get(i + 1);
            assertEquals(one.template(), other.template());
            assertEquals(one.order(), other.order());
            assertEquals(List.of(one.io(), one.s()), List.of(other.s(), other.io()));
        }
    }

    @Test
    void flipsExchangeNames() throws Exception {
        IoiDataset set = of(Order.ABBA, false);
        for (IoiPrompt prompt : set.flipped(List.of("ABB->BAB"), 1).prompts()) assertEquals("BAB", prompt.order());
        List<IoiPrompt> object = set.flipped(List.of("ABB->CBB"), 1).prompts();
        List<IoiPrompt> subject = set.flipped(List.of("ABB->ACC"), 1).prompts();
        List<IoiPrompt> three = set.flipped(List.of("ABB->CDE", "BAB->CDE"), 1).prompts();
        for (int i = 0; i < set.prompts().size(); i++) {
            IoiPrompt prompt = set.prompts().get(i);
            List<String> names = prompt.names();
            assertEquals(names.subList(1, 3), object.get(i).names().subList(1, 3));
            assertFalse(names.contains(object.get(i).names().getFirst()));
            assertEquals(names.getFirst(), subject.get(i).names().getFirst());
            assertFalse(names.contains(subject.get(i).names().get(1)));
            assertEquals("ABB", subject.get(i).order());
            assertEquals("ABC", three.get(i).order());
            assertEquals(prompt.io(), three.get(i).io(), "the answer asked for stays");
            assertEquals(prompt.template(), three.get(i).template());
        }
        assertThrows(IllegalArgumentException.class, () -> set.flipped(List.of("BAB->ABB"), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> set.prompts().getFirst().flipped("BAB->ABB", set.names(), new java.util.Random(1)));
    }

    @Test
    void aModelWithoutNamesIsRefused() {
        Tokenizer ids = Tokenizer.takingIds(50, OptionalInt.of(0));
        assertThrows(PromptException.class, () -> IoiDataset.of(ids, new Options(4, Order.MIXED, false, 1)));
    }
}

package org.headscope.app.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.headscope.app.chart.Scatter;
import org.headscope.engine.hook.Site;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of all parts: sorted, read, used and taken out of the window. */
class AblationTableTest extends AblationMapTest {
    private TableView<PartRow> table;

    @BeforeEach
    @SuppressWarnings("unchecked")
    void openTable() {
        awaitSweep();
        clickOn("#ablation-tabular");
        table = lookup("#ablation-table").queryAs(TableView.class);
    }

    private List<PartRow> rows() {
        return fx(() -> List.copyOf(table.getItems()));
    }

    private static List<PartRow> sorted(List<PartRow> rows, Comparator<PartRow> order) {
        return rows.stream().sorted(order).toList();
    }

    @Test
    void theLargestNumbersStandFirst() {
        List<PartRow> rows = rows();
        assertEquals(40, rows.size());
        assertEquals(sorted(rows, Comparator.comparing(row -> -Math.abs(row.exact()))), rows);
        assertEquals(-10.87, row(rows, Site.head(3, 5)).exact(), 0.01);
        assertEquals(7.92, row(rows, Site.head(3, 3)).exact(), 0.01);
    }

    private static PartRow row(List<PartRow> rows, Site part) {
        return rows.stream().filter(row -> row.part().equals(part)).findFirst().orElseThrow();
    }

    @Test
    void itIsSortedByTheCommandsOfThePane() {
        run("ablation.sort.ESTIMATE");
        assertEquals(sorted(rows(), Comparator.comparing(row -> -row.estimate())), rows());
        run("ablation.sort.DIFFERENCE");
        assertEquals(sorted(rows(), Comparator.comparing(row -> -row.difference())), rows());
        run("ablation.sort.PART");
        assertEquals("0.0", rows().getFirst().part().label());
        assertEquals("MLP 3", rows().getLast().part().label());
    }

    private void run(String id) {
        fx(() -> pane.commands().commands().stream()
                .filter(command -> command != null && command.id().equals(id))
                .findFirst()
                .orElseThrow()
                .run());
        settle();
    }

    @Test
    void theKeyboardChoosesAPartAndSwitchesItOff() {
        fx(() -> {
            table.requestFocus();
            table.getSelectionModel().select(0);
        });
        type(KeyCode.DOWN);
        Site part = rows().get(1).part();
        assertEquals(part, fx(() -> session.selection().partProperty().get()));
        type(KeyCode.ENTER);
        awaitRun();
        assertTrue(experiment().changes(part));
        fx(() -> session.selection().partProperty().set(Site.mlp(0)));
        settle();
        assertEquals(
                Site.mlp(0),
                fx(() -> table.getSelectionModel().getSelectedItem().part()));
    }

    @Test
    void aCopyIsTheTableAsItIsSeen() {
        run("ablation.sort.EXACT");
        clickOn("#ablation-table-copy");
        String[] lines = fx(() -> Clipboard.getSystemClipboard().getString()).split("\n");
        assertEquals("part,kind,layer,head,help_estimated,help_exact,exact_minus_estimated", lines[0]);
        assertEquals(41, lines.length);
        PartRow first = rows().getFirst();
        String head = first.part().head() < 0 ? "" : String.valueOf(first.part().head());
        assertTrue(lines[1].startsWith(first.part().label() + ",") && lines[1].contains("," + head + ","), lines[1]);
        assertTrue(lines[1].contains("," + first.exact() + ","), lines[1]);
        assertTrue(fx(() -> pane.model().about.get())
                .startsWith(
                        "What each part does for the logit difference: how much it falls when the output of the part"
                                + " is replaced by zero at all positions."));
        assertNull(fx(() -> pane.view().errorProperty().get()));
    }

    @Test
    void everyMeasuredPartIsADot() {
        var scatter = lookup("#ablation-scatter").queryAs(Scatter.class);
        List<Scatter.Point> points = fx(() -> scatter.pointsProperty().get());
        assertEquals(40, points.size());
        assertEquals(
                Scatter.words(points),
                fx(() -> lookup("#ablation-correlation").queryLabeled().getText()));
    }
}

package org.headscope.app.heatmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.scene.control.Tooltip;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Window;
import org.headscope.app.GuiTest;
import org.headscope.app.pane.Pictures;
import org.junit.jupiter.api.Test;

class HeatMapTest extends GuiTest {
    private final Matrix matrix = Matrix.of(6, 8, (row, column) -> column > row ? Float.NaN : (row * 8 + column) / 48f);
    private final List<CellAction> actions = new ArrayList<>();
    private HeatMap map;

    private void showMap() {
        show(() -> {
            map = new HeatMap();
            map.setMatrix(matrix);
            map.setRange(Range.fixed(0, 1));
            map.setRowLabels(IntStream.range(0, 6).mapToObj(row -> "row " + row).toList());
            map.setColumnLabels(IntStream.range(0, 8)
                    .mapToObj(column -> "a long label " + column)
                    .toList());
            map.setDescription(cell -> "about " + cell.row() + " " + cell.column());
            map.setOnAction(actions::add);
            return new StackPane(map);
        });
    }

    private Point2D centre(int row, int column) {
        return fx(() -> {
            Grid grid = map.places().grid();
            return map.localToScreen(
                    (grid.left(column) + grid.right(column)) / 2, (grid.top(row) + grid.bottom(row)) / 2);
        });
    }

    private int pixel(int row, int column) {
        return fx(() -> {
            WritableImage image = Pictures.of(map, 1);
            Grid grid = map.places().grid();
            return image.getPixelReader()
                    .getArgb(
                            (int) (grid.left(column) + grid.right(column)) / 2 + 3,
                            (int) (grid.top(row) + grid.bottom(row)) / 2 + 3);
        });
    }

    @Test
    void cellsHaveTheColoursOfThePalette() {
        showMap();
        var colouring = fx(() -> map.colouring());
        for (int row = 0; row < 6; row++) {
            for (int column = 0; column <= row; column++) {
                assertEquals(colouring.argb(matrix.at(row, column), 0), pixel(row, column));
            }
        }
        int masked = pixel(0, 5);
        int red = masked >> 16 & 0xff;
        int blue = masked & 0xff;
        assertTrue(red < 0xa0 && Math.abs(red - blue) < 0x30, "masked cells are grey, not white: " + masked);
        fx(() -> map.setCellGap(3));
        settle();
        assertEquals(colouring.argb(matrix.at(4, 2), 0), pixel(4, 2), "rounded cells have the same colours");
    }

    @Test
    void theMouseHoversSelectsAndLocks() {
        showMap();
        fx(() -> map.setLockable(true));
        moveTo(centre(2, 1));
        settle();
        assertEquals(new Cell(2, 1), map.getHoveredCell());
        assertEquals("about 2 1", fx(map::getAccessibleText));
        clickOn(centre(2, 1));
        settle();
        assertEquals(new Cell(2, 1), map.getSelectedCell());
        assertEquals(new Cell(2, 1), map.getLockedCell());
        assertEquals(List.of(new CellAction(new Cell(2, 1), false, false)), actions);
        moveTo(centre(4, 3));
        settle();
        assertEquals(new Cell(2, 1), map.currentCell(), "the locked cell is the one talked about");
        type(KeyCode.ESCAPE);
        settle();
        assertNull(map.getLockedCell());
        assertEquals(new Cell(4, 3), map.currentCell());
    }

    @Test
    void theTooltipFollowsTheNumberOfItsCell() {
        showMap();
        fx(() -> map.setDescription(cell -> "number " + map.getMatrix().at(cell)));
        moveTo(centre(2, 1));
        settle();
        Tooltip tooltip = Window.getWindows().stream()
                .filter(Tooltip.class::isInstance)
                .map(Tooltip.class::cast)
                .findFirst()
                .orElseThrow();
        assertEquals("number " + matrix.at(2, 1), tooltip.getText());
        fx(() -> map.setMatrix(Matrix.of(6, 8, (_, _) -> 7)));
        assertEquals("number 7.0", tooltip.getText());
        fx(() -> map.setMatrix(Matrix.of(1, 1, (_, _) -> 7)));
        assertFalse(fx(() -> tooltip.isShowing()), "the cell is gone");
    }

    @Test
    void keysMoveTheSelectionAndAct() {
        showMap();
        clickOn(centre(5, 7));
        type(KeyCode.UP);
        type(KeyCode.LEFT, 2);
        assertEquals(new Cell(4, 5), fx(map::getSelectedCell));
        type(KeyCode.DOWN, 3);
        assertEquals(new Cell(5, 5), fx(map::getSelectedCell), "the end is the end");
        fx(() -> map.setUpward(true));
        type(KeyCode.DOWN);
        assertEquals(new Cell(4, 5), fx(map::getSelectedCell));
        type(KeyCode.ENTER);
        settle();
        assertEquals(new Cell(4, 5), actions.getLast().cell());
    }

    @Test
    void zoomKeepsWhatIsUnderTheMouseAndFitShowsAll() {
        showMap();
        moveTo(centre(3, 2));
        Point2D place = fx(() -> map.screenToLocal(centre(3, 2)));
        for (int i = 0; i < 4; i++) {
            fx(() -> map.fireEvent(controlWheel(place, 40)));
        }
        settle();
        assertEquals(Math.pow(1.25, 4), map.getZoom(), 1e-9);
        assertEquals(new Cell(3, 2), fx(() -> map.places().grid().cellAt(place.getX(), place.getY())));
        assertTrue(map.places().grid().offsetX() > 0);
        fx(() -> map.fireEvent(controlWheel(place, -4000)));
        settle();
        assertEquals(Math.pow(1.25, 3), map.getZoom(), 1e-9);
        clickOn(centre(3, 2));
        type(KeyCode.PLUS, 2);
        settle();
        assertEquals(Math.pow(1.25, 5), map.getZoom(), 1e-9);
        fx(map::fit);
        settle();
        assertEquals(1, map.getZoom());
        assertEquals(0, map.places().grid().offsetX());
    }

    private ScrollEvent controlWheel(Point2D at, double delta) {
        return new ScrollEvent(
                map,
                map,
                ScrollEvent.SCROLL,
                at.getX(),
                at.getY(),
                at.getX(),
                at.getY(),
                false,
                true,
                false,
                System.getProperty("os.name").startsWith("Mac"),
                false,
                false,
                0,
                delta,
                0,
                delta,
                ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                ScrollEvent.VerticalTextScrollUnits.NONE,
                0,
                0,
                null);
    }

    @Test
    void anotherMatrixForgetsCellsItDoesNotHave() {
        showMap();
        fx(() -> {
            map.setSelectedCell(new Cell(5, 5));
            map.setMatrix(Matrix.of(2, 2, new float[4]));
        });
        settle();
        assertNull(map.getSelectedCell());
        fx(() -> map.setMatrix(Matrix.empty()));
        settle();
        moveTo(map);
        assertNull(fx(map::getHoveredCell));
    }

    @Test
    void aLabelThatIsKeptIsThereWhereNotAllHaveRoom() {
        showMap();
        int many = 200;
        fx(() -> {
            map.setMatrix(Matrix.of(6, many, (row, column) -> 1));
            map.setColumnLabels(IntStream.range(0, many)
                    .mapToObj(column -> "token " + column)
                    .toList());
            map.setKeptColumns(Set.of(101));
        });
        settle();
        List<Integer> shown = fx(() -> map.places().labelledColumns(null));
        assertTrue(shown.size() < many / 2 && shown.contains(101), shown.toString());
        assertTrue(!shown.contains(100) && !shown.contains(102), "and the ones beside it give way");
        assertEquals(
                List.of(),
                fx(() -> map.places().labelledColumns(new Cell(0, 101))).stream()
                        .filter(column -> column == 101)
                        .toList());
    }

    @Test
    void labelsAreClicked() {
        showMap();
        var rows = new ArrayList<Integer>();
        var columns = new ArrayList<Integer>();
        fx(() -> {
            map.setOnRowLabel(rows::add);
            map.setOnColumnLabel(columns::add);
        });
        Point2D cell = centre(3, 4);
        clickOn(new Point2D(fx(() -> map.localToScreen(10, 10)).getX(), cell.getY()));
        Point2D below = fx(() -> map.localToScreen(
                0, map.places().grid().y() + map.places().grid().seenHeight() + 10));
        clickOn(new Point2D(cell.getX(), below.getY()));
        settle();
        assertEquals(List.of(3), rows);
        assertEquals(List.of(4), columns);
    }

    @Test
    void thumbnailsShowTheirOwnMatrices() {
        showMap();
        var ones = Matrix.of(8, 8, (row, column) -> 1);
        var zeros = Matrix.of(8, 8, (row, column) -> 0);
        fx(() -> map.setThumbnails(new Thumbnails(
                1,
                3,
                java.util.Arrays.asList(ones, zeros, null),
                List.of("", "", ""),
                Set.of(),
                new Colouring(Palette.VIRIDIS, Range.fixed(0, 1)))));
        settle();
        assertEquals(Palette.VIRIDIS.argb(255), pixel(0, 0));
        assertEquals(Palette.VIRIDIS.argb(0), pixel(0, 1));
        clickOn(centre(0, 2));
        settle();
        assertEquals(new Cell(0, 2), map.getSelectedCell());
    }

    @Test
    void numbersLoseDecimalsNotDigits() {
        showMap();
        var font = org.headscope.app.theme.Painted.mono(10);
        double five = fx(() -> org.headscope.app.theme.TextFit.width("+10.9", font));
        assertEquals("+10.9", fx(() -> CellTextPainter.fit("+10.87", font, five)));
        assertEquals("+11", fx(() -> CellTextPainter.fit("+10.87", font, five - 1)));
        assertEquals("-0.4", fx(() -> CellTextPainter.fit("-0.44", font, five - 1)));
        assertEquals("0", fx(() -> CellTextPainter.fit("+0.04", font, five - 1)), "not +0.0");
        assertEquals("", fx(() -> CellTextPainter.fit("-12345.5", font, five)));
        assertEquals("␣sto…", fx(() -> CellTextPainter.fit("␣storehouse", font, five)));
    }
}

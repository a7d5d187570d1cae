package org.headscope.app.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.headscope.app.pane.Pictures;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.task.Background;
import org.headscope.app.theme.Theme;
import org.headscope.app.theme.ThemeMode;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;

/** Takes the pictures of the guide from the real window: sets each scene, waits until every pane is done, saves it. */
final class PictureTour {
    private static final Duration LOOK = Duration.millis(300);
    private static final int CALM_LOOKS = 4;

    private static final Runnable NOTHING = () -> {};

    /** A picture to take, or with no file only a state to go through. */
    private record Shot(Path file, ThemeMode theme, int width, int height, Runnable prepare) {}

    private final Stage stage;
    private final Session session;
    private final PaneLayout panes;
    private final Runnable arrange;
    private final Executor files;
    private final Consumer<Throwable> onFailure;
    private final Runnable onDone;
    private final Deque<Shot> shots = new ArrayDeque<>();
    private int calm;

    /**
     * @param arrange gives every part of the window the room that it has when the window opens at its size
     */
    PictureTour(
            Stage stage,
            Session session,
            PaneLayout panes,
            Runnable arrange,
            Executor files,
            Consumer<Throwable> onFailure,
            Runnable onDone) {
        this.stage = stage;
        this.session = session;
        this.panes = panes;
        this.arrange = arrange;
        this.files = files;
        this.onFailure = onFailure;
        this.onDone = onDone;
    }

    /** The window as it is. */
    void takeOne(Path file) {
        whenCalm(() -> {
            save(file);
            onDone.run();
        });
    }

    /** The window in both themes and two sizes, with and without an ablation, both runs beside each other, every pane by itself. */
    void takeGuide(Path folder) {
        Runnable choose = () -> {
            session.selection().partProperty().set(Site.head(3, 3));
            session.selection().positionProperty().set(15);
        };
        Runnable ablate = () -> session.toggle(new ZeroAblation(Site.head(3, 5)));
        for (ThemeMode theme : List.of(ThemeMode.DARK, ThemeMode.LIGHT)) {
            String suffix = theme == ThemeMode.DARK ? "-dark.png" : "-light.png";
            shots.add(new Shot(folder.resolve("window" + suffix), theme, 1600, 1000, choose));
            shots.add(new Shot(folder.resolve("small" + suffix), theme, 1366, 768, NOTHING));
            shots.add(new Shot(folder.resolve("ablated" + suffix), theme, 1600, 1000, ablate));
            shots.add(new Shot(folder.resolve("small-ablated" + suffix), theme, 1366, 768, NOTHING));
            Runnable both = () -> session.shownProperty().set(Shown.BOTH);
            shots.add(new Shot(folder.resolve("both" + suffix), theme, 1600, 1000, both));
            shots.add(new Shot(
                    null, theme, 1366, 768, () -> session.shownProperty().set(Shown.AFTER)));
            for (Pane pane : Pane.values()) {
                shots.add(new Shot(folder.resolve(pane.id() + suffix), theme, 1366, 768, () -> panes.enlarge(pane)));
            }
            shots.add(new Shot(null, theme, 1600, 1000, () -> {
                panes.showFirst();
                ablate.run();
            }));
        }
        next();
    }

    private void next() {
        if (shots.isEmpty()) {
            onDone.run();
            return;
        }
        Shot shot = shots.poll();
        Theme.use(shot.theme());
        stage.setMaximized(false);
        stage.setWidth(shot.width());
        stage.setHeight(shot.height());
        shot.prepare().run();
        whenCalm(() -> {
            arrange.run();
            whenCalm(() -> {
                if (shot.file() != null) save(shot.file());
                next();
            });
        });
    }

    /** Waits until no pane works for a while. */
    private void whenCalm(Runnable action) {
        calm = 0;
        var looks = new Timeline();
        looks.getKeyFrames().add(new KeyFrame(LOOK, _ -> {
            boolean working = session.staleProperty().get()
                    || panes.cards().stream()
                            .anyMatch(card -> card.busyProperty().get());
            calm = working ? 0 : calm + 1;
            if (calm >= CALM_LOOKS) {
                looks.stop();
                Background.later(action);
            }
        }));
        looks.setCycleCount(Animation.INDEFINITE);
        looks.play();
    }

    private void save(Path file) {
        WritableImage image = stage.getScene().snapshot(null);
        files.execute(() -> {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Pictures.writePng(image, file);
            } catch (Exception e) {
                onFailure.accept(e);
            }
        });
    }
}

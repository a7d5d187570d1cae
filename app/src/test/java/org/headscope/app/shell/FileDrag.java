package org.headscope.app.shell;

import com.sun.javafx.tk.TKClipboard;
import com.sun.javafx.tk.TKDropTargetListener;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javafx.scene.Scene;
import javafx.scene.input.DataFormat;
import javafx.scene.input.TransferMode;

/**
 * Something that is dragged over a window from outside, as the system tells JavaFX of it: which node lies under the pointer
 * and which events it gets is up to the scene, as in a real gesture. The headless platform knows no such gesture itself. All
 * methods are called on the FX thread.
 */
final class FileDrag {
    private final TKDropTargetListener scene;
    private final DataFormat format;
    private final Object content;
    private boolean inside;

    private FileDrag(Scene scene, DataFormat format, Object content) {
        this.scene = listener(scene);
        this.format = format;
        this.content = content;
    }

    static FileDrag of(Scene scene, Path... files) {
        return new FileDrag(
                scene,
                DataFormat.FILES,
                List.of(files).stream().map(Path::toFile).toList());
    }

    static FileDrag of(Scene scene, String text) {
        return new FileDrag(scene, DataFormat.PLAIN_TEXT, text);
    }

    /** What JavaFX itself registers with the system for each scene. */
    private static TKDropTargetListener listener(Scene scene) {
        try {
            var made = Class.forName("javafx.scene.Scene$DropTargetListener").getDeclaredConstructor(Scene.class);
            made.setAccessible(true);
            return (TKDropTargetListener) made.newInstance(scene);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Moves to a place in the window; whether a drop there would be taken. */
    boolean over(double x, double y) {
        if (!inside) scene.dragEnter(x, y, x, y, TransferMode.COPY, clipboard());
        inside = true;
        return scene.dragOver(x, y, x, y, TransferMode.COPY) != null;
    }

    /** Lets go. The system drops only what is taken, and otherwise the pointer leaves. */
    boolean release(double x, double y) {
        if (over(x, y)) return scene.drop(x, y, x, y, TransferMode.COPY) != null;
        leave();
        return false;
    }

    /** Moves out of the window. */
    void leave() {
        scene.dragExit(0, 0, 0, 0);
        inside = false;
    }

    /** What is dragged, as the system offers it. */
    private TKClipboard clipboard() {
        return (TKClipboard) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TKClipboard.class},
                (_, method, given) -> switch (method.getName()) {
                    case "getContentTypes" -> Set.of(format);
                    case "hasContent" -> given[0] == format;
                    case "getContent" -> given[0] == format ? content : null;
                    case "getTransferModes" -> Set.of(TransferMode.COPY);
                    case "getDragView" -> null;
                    case "getDragViewOffsetX", "getDragViewOffsetY" -> 0.0;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}

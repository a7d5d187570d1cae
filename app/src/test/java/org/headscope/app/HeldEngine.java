package org.headscope.app;

import java.util.concurrent.CountDownLatch;
import org.headscope.engine.run.EngineThread;

/** Keeps the engine busy until it is closed: whatever is asked of it meanwhile waits. */
public final class HeldEngine implements AutoCloseable {
    private final CountDownLatch end = new CountDownLatch(1);

    public HeldEngine() {
        EngineThread.executor().execute(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        end.countDown();
    }
}

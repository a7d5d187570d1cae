package org.headscope.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TensorBlockTest {
    @Property(tries = 100)
    void tensorsSideBySideKeepTheirOwnValues(@ForAll @Size(max = 40) List<@IntRange(max = 3_000) Integer> sizes) {
        var block = new TensorBlock();
        var tensors = new ArrayList<Tensor>();
        for (int i = 0; i < sizes.size(); i++) {
            int value = i;
            tensors.add(block.tensor(
                    buffer -> {
                        while (buffer.hasRemaining()) buffer.put(value);
                    },
                    sizes.get(i),
                    2));
        }
        for (int i = 0; i < sizes.size(); i++) {
            Tensor tensor = tensors.get(i);
            assertArrayEquals(new int[] {sizes.get(i), 2}, tensor.shape());
            for (int j = 0; j < tensor.size(); j++) assertEquals(i, tensor.flat(j));
        }
    }

    @Property(tries = 5)
    void aTensorLargerThanABlockGetsItsOwnArray(@ForAll @IntRange(min = 2_000_000, max = 3_000_000) int size) {
        var block = new TensorBlock();
        block.tensor(buffer -> buffer.put(1), 1);
        Tensor large = block.tensor(buffer -> buffer.put(size - 1, 7), size);
        assertEquals(7, large.flat(size - 1));
    }
}

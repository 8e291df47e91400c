// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@link java.util.concurrent.LinkedBlockingQueue}.
 *
 * @param <E> type of the elements
 */
public final class BlockingList<E> extends AbstractQueue<E> implements BlockingQueue<E> {

    private final LinkedList<E> list = new LinkedList<>();
    private final int most;

    public BlockingList() {
        this(Integer.MAX_VALUE);
    }

    public BlockingList(int most) {
        this.most = most;
    }

    @Override
    public boolean offer(E element) {
        Hooks.step();
        return list.size() < most && list.add(element);
    }

    @Override
    public void put(E element) throws InterruptedException {
        Hooks.await(() -> list.size() < most);
        list.add(element);
    }

    @Override
    public boolean offer(E element, long time, TimeUnit unit) throws InterruptedException {
        return Hooks.await(() -> list.size() < most, Hooks.end(unit.toNanos(time))) && list.add(element);
    }

    @Override
    public E take() throws InterruptedException {
        Hooks.await(() -> !list.isEmpty());
        return list.remove();
    }

    @Override
    public @Nullable E poll(long time, TimeUnit unit) throws InterruptedException {
        return Hooks.await(() -> !list.isEmpty(), Hooks.end(unit.toNanos(time))) ? list.remove() : null;
    }

    @Override
    public @Nullable E poll() {
        Hooks.step();
        return list.poll();
    }

    @Override
    public @Nullable E peek() {
        Hooks.step();
        return list.peek();
    }

    @Override
    public int remainingCapacity() {
        return most - list.size();
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> target, int count) {
        Hooks.step();
        int drained = 0;
        for (; drained < count && !list.isEmpty(); drained++) {
            target.add(list.remove());
        }
        return drained;
    }

    @Override
    public Iterator<E> iterator() {
        return list.iterator();
    }

    @Override
    public int size() {
        Hooks.step();
        return list.size();
    }

    /** Without a step. */
    boolean hasAny() {
        return !list.isEmpty();
    }
}

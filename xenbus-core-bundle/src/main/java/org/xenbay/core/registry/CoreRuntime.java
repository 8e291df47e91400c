// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.host.Competitors;
import org.xenbay.api.management.XenbusAdmin.DeviceEvent;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.api.xen.Xen;
import org.xenbay.core.device.BackendCode;
import org.xenbay.core.device.CallLimits;
import org.xenbay.core.device.CoreContext;
import org.xenbay.core.device.Counters;
import org.xenbay.core.device.DeviceThreads;
import org.xenbay.core.device.GrowingPool;
import org.xenbay.core.device.Handovers;
import org.xenbay.core.device.Histories;
import org.xenbay.core.device.HostWork;
import org.xenbay.core.device.PersistentMemory;

/** The core's threads and limits, and other objects that its devices share. */
public final class CoreRuntime implements CoreContext, AutoCloseable {

    /** The rest of the heap is for other objects, and for the garbage collector. */
    public static final int DEFAULT_MEMORY_PERCENT = 50;

    /** Most threads added while others are blocked, for each of the two pools. */
    private static final int MAX_BLOCKED = 1024;

    private static final long LOOK_MILLIS = 500;

    private static final Logger LOG = System.getLogger(CoreRuntime.class.getName());

    private final Xen xen;
    private final HostServices host;
    private volatile Limits limits;
    private final FairBudget memory;
    private final BackendTable backends = new BackendTable();
    private final Counters counters = new Counters();
    private final CallLimits callLimits;
    /** Backends' code, by the id of the service. */
    private final Map<Long, BackendCode> codes = new ConcurrentHashMap<>();

    private final DeviceListeners listeners = new DeviceListeners();
    private final DeviceThreads deviceThreads;
    private final ThreadPoolExecutor hostThreads;
    private final ScheduledThreadPoolExecutor timers;
    private final Watchdog watchdog;
    private volatile int debugLevel;

    /**
     * @param xen the hypervisor
     * @param limits from configuration
     */
    public CoreRuntime(Xen xen, Limits limits) {
        this(xen, limits, memoryOf(DEFAULT_MEMORY_PERCENT));
    }

    /**
     * @param xen the hypervisor
     * @param limits from configuration
     * @param memory that is kept for guests
     */
    public CoreRuntime(Xen xen, Limits limits, FairBudget memory) {
        this(xen, HostServices.NONE, limits, CallLimits.DEFAULT, memory);
    }

    /**
     * @param xen the hypervisor
     * @param host other services of the host
     * @param limits from configuration
     * @param callLimits how long calls into backends' code may take
     * @param memory that is kept for guests
     */
    public CoreRuntime(Xen xen, HostServices host, Limits limits, CallLimits callLimits, FairBudget memory) {
        this.xen = xen;
        this.host = host;
        this.callLimits = callLimits;
        this.memory = memory;
        this.limits = limits;
        this.debugLevel = limits.debugLevel();
        this.timers = new ScheduledThreadPoolExecutor(1, DaemonThreads.numbered("xenbus-timer"));
        this.timers.setRemoveOnCancelPolicy(true);
        this.timers.prestartCoreThread();
        this.deviceThreads = new DeviceThreads(
                pool("xenbus-device", limits.deviceThreads()), limits.deviceThreads() + callLimits.threads());
        this.hostThreads = pool("xenbus-host", limits.hostThreads());
        this.watchdog = new Watchdog(
                new Watchdog.Parts(
                        deviceThreads::probe,
                        deviceThreads::areAllHeld,
                        () -> xen.eventChannels().isDelivering()),
                (look, millis) -> timers.schedule(look, millis, TimeUnit.MILLISECONDS),
                System::nanoTime);
    }

    /**
     * @param percent of this process's heap
     * @return a budget of that much memory, which is divided among guests
     */
    public static FairBudget memoryOf(int percent) {
        return new FairBudget("bytes of memory", Runtime.getRuntime().maxMemory() / 100 * percent);
    }

    private GrowingPool pool(String name, int threads) {
        return new GrowingPool(threads, threads + MAX_BLOCKED, DaemonThreads.numbered(name), timers);
    }

    @Override
    public Xen xen() {
        return xen;
    }

    /** @return which backend serves which type */
    public BackendTable backends() {
        return backends;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public FairBudget memory() {
        return memory;
    }

    /** @return gives service managers signs of life until this runtime is closed */
    public Watchdog watchdog() {
        return watchdog;
    }

    /** @param task run when all devices of an earlier run are taken over, or can no longer be */
    public void settleLater(Runnable task) {
        timers.schedule(task, 2 * limits.handoverTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Changes the limits. Times apply at once, the queue's length to later devices. The numbers of threads stay.
     *
     * @param now from configuration
     */
    public void setLimits(Limits now) {
        if (now.debugLevel() != limits.debugLevel()) {
            debugLevel = now.debugLevel();
        }
        limits = now;
    }

    @Override
    public Duration handoverTimeout() {
        return limits.handoverTimeout();
    }

    /**
     * @param listener called for every change of a device, until it throws an exception
     * @return ends the registration when run
     */
    public Runnable onTransition(Consumer<DeviceEvent> listener) {
        return listeners.add(listener);
    }

    Duration parkTimeout() {
        return limits.parkTimeout();
    }

    /** @param level debug level of devices that appear from now on */
    public void setDebugLevel(int level) {
        debugLevel = level;
    }

    @Override
    public void transition(DeviceEvent event) {
        listeners.tell(event);
    }

    private BackendCode codeOf(BackendTable.Entry entry) {
        return new BackendCode(entry.ops(), entry.name(), deviceThreads.newLane());
    }

    /** A backend's service is gone. */
    void forgetCode(long serviceId) {
        codes.remove(serviceId);
    }

    /** @param look called from time to time while the core runs, with the time in nanoseconds */
    void watch(LongConsumer look) {
        long period = Math.max(1, Math.min(callLimits.notice().toMillis() / 4, LOOK_MILLIS));
        RunningTime time = new RunningTime(System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(4 * period));
        timers.scheduleWithFixedDelay(
                () -> look(look, time.at(System.nanoTime())), period, period, TimeUnit.MILLISECONDS);
    }

    /** Calls it, and catches its exceptions: a failure, for lack of memory for example, must not end the later calls. */
    private static void look(LongConsumer look, long now) {
        try {
            look.accept(now);
        } catch (Throwable failed) {
            LOG.log(Level.ERROR, "one look at the calls into backends' code failed; the next one follows", failed);
        }
    }

    @Override
    public DeviceThreads deviceThreads() {
        return deviceThreads;
    }

    @Override
    public HostWork newHostWork() {
        return new HostWork(hostThreads, limits.hostQueue());
    }

    @Override
    public ScheduledExecutorService timers() {
        return timers;
    }

    @Override
    public Duration closeTimeout() {
        return limits.closeTimeout();
    }

    @Override
    public int defaultDebugLevel() {
        return debugLevel;
    }

    @Override
    public @Nullable BackendCode backendOf(String type) {
        BackendTable.Entry entry = backends.serving(type);
        return entry == null ? null : codes.computeIfAbsent(entry.serviceId(), unused -> codeOf(entry));
    }

    @Override
    public CallLimits callLimits() {
        return callLimits;
    }

    @Override
    public @Nullable Competitors competitors() {
        return host.competitors().get();
    }

    @Override
    public Handovers handovers() {
        return host.handovers();
    }

    @Override
    public PersistentMemory persistentMemory() {
        return host.persistentMemory();
    }

    @Override
    public Histories histories() {
        return host.histories();
    }

    /** Ends all threads; devices have been closed before. */
    @Override
    public void close() {
        timers.shutdownNow();
        hostThreads.shutdownNow();
        deviceThreads.close();
    }
}

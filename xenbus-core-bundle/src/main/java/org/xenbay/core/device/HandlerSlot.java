package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceHandler.Handshake;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.store.StorePath;

/** A device's handler, its connection and what is kept between two handlers. On the device's mailbox only. */
final class HandlerSlot {

    /** Of a parked resource: its entry, and the object itself. */
    private static final int RESOURCE_BYTES = 256;

    private static final Logger LOG = System.getLogger(HandlerSlot.class.getName());

    private final DeviceActor actor;
    private final CoreContext core;
    private final ActorLog log;
    private final StorePath backendPath;

    private HandlerContext context;
    private DeviceHandler handler;
    private Map<String, String> publication = Map.of();
    private Link link;
    private ConnectionScope scope;
    private Parked parked;
    /** For what is parked. */
    private final Allowance parkedMemory;

    /** What the frontend had published when its connection was parked. */
    private Map<String, String> parameters = Map.of();

    private final TakeOver takeOver;

    private volatile String domainName = "";
    private final AtomicLong events = new AtomicLong();
    private volatile int mappedPages;
    private volatile int boundPorts;
    private Instant parkedAt = Instant.EPOCH;
    /** Why its handler, which hands over as a rule, could not. */
    private Optional<String> notParked = Optional.empty();

    private volatile Duration lastPause = Duration.ZERO;

    HandlerSlot(DeviceActor actor, CoreContext core, ActorLog log, StorePath backendPath) {
        this.actor = actor;
        this.core = core;
        this.log = log;
        this.backendPath = backendPath;
        this.takeOver = new TakeOver(core.xen().store(), actor.id().domain());
        this.parkedMemory = core.memory().of(actor.id().domain());
        this.domainName = "Domain-" + actor.id().domain();
    }

    void open(StorePath frontendPath) {
        if (handler != null) {
            return;
        }
        XenDevOps ops = core.backendOf(actor.id().type());
        if (ops == null) {
            throw new IllegalStateException(
                    "there is no backend of type " + actor.id().type());
        }
        core.xen()
                .store()
                .read(StorePath.ofDomain(actor.id().domain()).child("name"))
                .filter(name -> !name.isEmpty() && name.length() <= 64)
                .ifPresent(name -> domainName = name.replaceAll("\\p{Cntrl}", "?"));
        takeOver.begin();
        context = new HandlerContext(actor, core, log, backendPath, frontendPath, domainName, takeOver);
        handler = ops.open(context);
    }

    Readiness init() throws Exception {
        Map<String, String> keys = new LinkedHashMap<>();
        Readiness readiness = followed(
                parked != null,
                () -> handler.init(new Publication() {
                    @Override
                    public Publication put(String key, String value) {
                        keys.put(key, value);
                        return this;
                    }
                }));
        keys.put("hotplug-status", "connected");
        keys.put(Ownership.NODE, Ownership.MARK);
        publication = keys;
        return readiness;
    }

    Handshake handshake() {
        return handler.handshake();
    }

    Map<String, String> publication() {
        return publication;
    }

    /** @param adopting whether the connection was made by an earlier run, which may have left its state */
    Readiness connect(StorePath frontendPath, boolean adopting) throws Exception {
        release();
        if (adopting && isLeft(frontendPath)) {
            Readiness ready = core.handovers().ready(actor.id());
            if (ready != Readiness.ready()) {
                return ready;
            }
            parkedAt = core.handovers().leftAt(actor.id());
            keep(core.handovers().take(actor.id()));
            scope = new ConnectionScope(actor, core.xen(), core.counters());
            return resumeFrom(frontendPath);
        }
        core.handovers().drop(actor.id());
        scope = new ConnectionScope(actor, core.xen(), core.counters());
        return linkUp(frontendPath, () -> handler.connect(link));
    }

    /** A frontend that offers other rings than those that were left has begun anew. */
    private boolean isLeft(StorePath frontendPath) {
        Optional<Map<String, String>> left = core.handovers().left(actor.id());
        return left.isPresent() && Link.isPublished(new Nodes(core.xen().store(), frontendPath), left.get());
    }

    Readiness resume(StorePath frontendPath) throws Exception {
        if (parked == null || scope == null) {
            throw new IllegalStateException("nothing was parked");
        }
        try {
            return resumeFrom(frontendPath);
        } catch (RefusedStateException refused) {
            unlink();
            count();
            throw refused;
        }
    }

    private Readiness resumeFrom(StorePath frontendPath) throws Exception {
        Parked state = parked;
        Readiness readiness = followed(true, () -> linkUp(frontendPath, () -> handler.resume(link, state)));
        if (readiness == Readiness.ready()) {
            takeOver.done();
            keep(null);
            lastPause = Duration.between(parkedAt, Instant.now());
            quietly("give back what is not used any more", scope::dropUnclaimed);
        }
        count();
        return readiness;
    }

    private interface Step {
        Readiness run() throws Exception;
    }

    /** @param taking whether the handler is taking over what another one parked */
    private Readiness followed(boolean taking, Step step) throws Exception {
        takeOver.call();
        try {
            Readiness readiness = step.run();
            if (taking) {
                takeOver.answered(readiness);
            }
            return readiness;
        } catch (Throwable thrown) {
            if (taking) {
                takeOver.failed(thrown);
            }
            throw thrown;
        }
    }

    private Readiness linkUp(StorePath frontendPath, Step step) throws Exception {
        link = new Link(scope, new Nodes(core.xen().store(), frontendPath), takeOver);
        events.set(0);
        try {
            Readiness readiness = step.run();
            if (readiness != Readiness.ready()) {
                release();
            }
            return readiness;
        } catch (Throwable thrown) {
            if (thrown instanceof RefusedStateException) {
                throw thrown;
            }
            if (parked != null && (Failure.isStoreLost(thrown) || Failure.isConflict(thrown))) {
                unlink();
            } else {
                release();
            }
            throw thrown;
        } finally {
            count();
        }
    }

    /** Ends the link; what it held stays in the scope, to be claimed again. */
    private void unlink() {
        link.end();
        link = null;
        scope.park();
    }

    void announce() throws Exception {
        handler.connected();
    }

    /** @return whether its code had better not be replaced now */
    boolean isHeldUp() {
        return handler != null && link != null && handler.isHeldUp();
    }

    /** @return whether it can be parked at once */
    boolean comeToRest() {
        return handler == null || link == null || parked != null || handler.comeToRest();
    }

    void carryOn() {
        if (handler != null && link != null) {
            handler.carryOn();
        }
    }

    /** A guest's parked state counts for the guest as what it was made of did, which cannot be refused any more. */
    private void keep(Parked state) {
        parkedMemory.give(parkedMemory.taken());
        parked = state;
        if (state != null) {
            parkedMemory.carryOver(state.state().length
                    + (long) RESOURCE_BYTES * state.resources().size());
        }
    }

    boolean park() {
        if (handler == null || link == null) {
            return false;
        }
        parkedAt = Instant.now();
        Optional<Parked> state;
        try {
            state = handler.park();
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, actor.id() + ": cannot be parked", thrown);
            notParked = Optional.of(String.valueOf(thrown.getMessage()));
            return false;
        }
        if (state.isEmpty()) {
            return false;
        }
        keep(state.get());
        parameters = link.parameters();
        unlink();
        return true;
    }

    /** Leaves the connection to the core's next run, with what its handler parks; or ends it. */
    void leave() {
        boolean open = core.handovers().isOpen();
        if (parked == null && (!open || !park())) {
            if (open && notParked.isPresent()) {
                core.handovers().refuse(actor.id(), "the last run could not leave it: " + notParked.get());
            }
            disconnect();
            return;
        }
        if (open && core.handovers().leave(actor.id(), parkedAt, parameters, parked)) {
            keep(null);
        }
    }

    void disconnect() {
        if (handler != null && link != null) {
            quietly("disconnect", handler::disconnect);
        }
    }

    void close() {
        if (handler != null) {
            DeviceHandler closing = handler;
            handler = null;
            context.end();
            context = null;
            publication = Map.of();
            quietly("close", closing::close);
        }
    }

    void release() {
        if (link != null) {
            link.end();
            link = null;
        }
        if (scope != null) {
            ConnectionScope closing = scope;
            scope = null;
            quietly("give back memory and event channels", closing::close);
        }
        if (parked != null) {
            Parked unclaimed = parked;
            keep(null);
            unclaimed.resources().values().forEach(resource -> quietly("close a parked resource", resource::close));
        }
        count();
    }

    private interface Ending {
        void run() throws Exception;
    }

    /** The end of a connection goes on whatever a handler does. */
    private void quietly(String what, Ending ending) {
        try {
            ending.run();
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, actor.id() + ": failed to " + what, thrown);
        }
    }

    boolean parametersChanged(boolean publishedAgain, Set<String> changedNodes) {
        return link != null
                && (publishedAgain || changedNodes.stream().anyMatch(link::hasParameter))
                && link.parametersChanged();
    }

    void publishOwed() {
        if (context != null) {
            context.publishOwed();
        }
    }

    void tellBackendChanged(String node) throws Exception {
        if (handler != null) {
            handler.backendChanged(node);
        }
    }

    void tellFrontendChanged(String node) throws Exception {
        if (handler != null) {
            handler.frontendChanged(node);
        }
    }

    HandlerReport report() {
        Map<String, String> details = handler == null ? new LinkedHashMap<>() : new LinkedHashMap<>(handler.details());
        if (!lastPause.isZero()) {
            details.put("last pause", lastPause.toNanos() / 1000 / 1e3 + " ms, for a change of the code");
        }
        if (handler == null) {
            return new HandlerReport(details, HandlerReport.NONE.trouble());
        }
        Optional<String> refusal = core.lasting().refusal(actor.id());
        Optional<String> kill = refusal.map(why -> "it will not outlast a kill of the daemon: " + why);
        return new HandlerReport(details, handler.trouble().or(() -> kill));
    }

    /** From any thread. */
    HandoverView handover() {
        TakeOver.Progress progress = takeOver.progress();
        return new HandoverView(lastPause, progress.trouble(), progress.guestInvolved());
    }

    /** From any thread. */
    void countEvent() {
        events.incrementAndGet();
    }

    private void count() {
        mappedPages = scope == null ? 0 : scope.mappedPages();
        boundPorts = scope == null ? 0 : scope.boundPorts();
    }

    String domainName() {
        return domainName;
    }

    long events() {
        return events.get();
    }

    int mappedPages() {
        return mappedPages;
    }

    int boundPorts() {
        return boundPorts;
    }
}

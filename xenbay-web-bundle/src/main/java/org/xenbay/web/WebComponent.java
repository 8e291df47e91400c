// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.management.HostView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.DaemonFolder;
import org.xenbay.api.settings.ModifiedOnDelete;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.web.access.LoginCodes;
import org.xenbay.web.access.Sessions;
import org.xenbay.web.access.Tokens;
import org.xenbay.web.host.HostServices;
import org.xenbay.web.host.LogLines;
import org.xenbay.web.server.Page;
import org.xenbay.web.server.PageConfig;
import org.xenbay.web.server.PageServer;

/** Serves the page as long as its configuration says so. */
@Component(
        service = {WebComponent.class, Configured.class},
        immediate = true,
        configurationPid = WebSettings.PID)
@ModifiedOnDelete
public final class WebComponent implements Configured {

    private static final System.Logger LOG = System.getLogger(WebComponent.class.getName());
    private static final String EMBEDDED = "embedded";
    private static final int IDLE_SECONDS = 5;

    private final HostServices services;
    private final @Nullable Path run;
    private final String build;
    private final Settings settings = WebSettings.settings();
    private final Sessions sessions = new Sessions(System::nanoTime);
    private final LoginCodes codes = new LoginCodes(System::nanoTime);

    /** Starts nothing any more once it is shut down: a core may come, or go, at that moment. */
    private final ExecutorService later = new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("xenbay-web-start"),
            new ThreadPoolExecutor.DiscardPolicy());

    private final Runnable unregister;

    @GuardedBy("this")
    private @Nullable Running running;

    @GuardedBy("this")
    private boolean stopped;

    /** What is served, and with which settings. */
    private record Running(PageServer server, LogLines log, Tokens tokens, String warning) implements AutoCloseable {
        @Override
        public void close() {
            try {
                server.close();
            } finally {
                log.close();
            }
        }
    }

    /**
     * @param services of the host
     * @param context this bundle's
     * @param properties the configuration
     * @throws Exception never: what cannot be served is refused
     */
    @Activate
    public WebComponent(@Reference HostServices services, BundleContext context, Map<String, Object> properties)
            throws Exception {
        this.services = services;
        Path folder = DaemonFolder.RUN.of(context::getProperty);
        this.run = folder == null ? null : folder.toAbsolutePath();
        this.build = Long.toHexString(context.getBundle().getLastModified());
        settings.update(properties, this::apply);
        unregister = services.onCore(() -> later.execute(this::startInDemonstration));
        later.execute(this::startInDemonstration);
    }

    /**
     * The configuration has changed. Sessions end.
     *
     * @param properties the configuration
     * @throws Exception never: what cannot be served is refused
     */
    @Modified
    public void modified(Map<String, Object> properties) throws Exception {
        settings.update(properties, this::apply);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    private synchronized void apply(SettingValues values) throws IOException {
        SettingValues before = settings.values();
        boolean ran = running != null;
        try {
            end();
            if (isWanted(values)) {
                start(values);
            }
        } catch (IOException | RuntimeException failed) {
            if (ran) {
                start(before);
            }
            throw failed;
        }
    }

    private boolean isWanted(SettingValues values) {
        String enabled = WebSettings.enabled(values);
        return enabled.equals("yes") || enabled.equals(WebSettings.DEMONSTRATION) && isDemonstration();
    }

    private boolean isDemonstration() {
        return services.core()
                .map(XenbusAdmin::host)
                .map(HostView::hypervisor)
                .filter(EMBEDDED::equals)
                .isPresent();
    }

    /** A core has come: whether it has a Xen of its own is known now. */
    private void startInDemonstration() {
        synchronized (this) {
            // Who waits for a page that stays off need not wait any longer.
            notifyAll();
            if (stopped || running != null || !isWanted(settings.values())) {
                return;
            }
            try {
                start(settings.values());
            } catch (IOException | RuntimeException failed) {
                LOG.log(Level.WARNING, "{0}", failed.getMessage());
            }
        }
    }

    @GuardedBy("this")
    private void start(SettingValues values) throws IOException {
        Path folder = run;
        if (folder == null) {
            throw new IOException("the page is not served: " + DaemonFolder.RUN.property() + " is not set");
        }
        LastPort last = new LastPort(folder.resolve("web/port"));
        PageConfig config = last.preferred(WebSettings.config(values, folder, isDemonstration()));
        Tokens tokens = Tokens.at(config.tokens());
        LogLines log = new LogLines();
        boolean started = false;
        try {
            Page page = new Page(services, tokens, codes, sessions, log, build);
            PageServer server = last.start(config, page);
            running = new Running(server, log, tokens, last.warning());
            started = true;
            notifyAll();
        } finally {
            if (!started) {
                log.close();
            }
        }
        LOG.log(
                Level.INFO,
                "the page is at {0}; its tokens are in {1}",
                String.join(" and ", addresses()),
                tokens.file());
    }

    @GuardedBy("this")
    private void end() {
        Running ended = running;
        if (ended != null) {
            running = null;
            sessions.endAll();
            ended.close();
        }
    }

    /** @return where the page is; nothing while it is not served */
    public synchronized List<String> addresses() {
        return running == null ? List.of() : running.server().addresses();
    }

    /** @return the file of tokens; nothing while the page is not served */
    public synchronized Optional<Path> tokens() {
        return Optional.ofNullable(running).map(Running::tokens).map(Tokens::file);
    }

    /** @return what whoever looks for the page has to know; empty when all is well */
    public synchronized String warning() {
        return running == null ? "" : running.warning();
    }

    /** @return how many sessions there are */
    public int sessions() {
        return sessions.count();
    }

    /** @return what logs in once, within five minutes */
    public String loginCode() {
        return codes.make();
    }

    /**
     * Waits until the page is served, if it is going to be.
     *
     * @param millis how long at most
     * @throws InterruptedException when interrupted
     */
    public synchronized void await(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = millis;
        while (running == null && left > 0 && isExpected()) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
    }

    /** Whether it is not known yet that the page stays off. */
    @GuardedBy("this")
    private boolean isExpected() {
        SettingValues values = settings.values();
        boolean unknown =
                services.core().isEmpty() && WebSettings.enabled(values).equals(WebSettings.DEMONSTRATION);
        return !stopped && (unknown || isWanted(values));
    }

    /** Ends all that is served. */
    @Deactivate
    public void stop() {
        unregister.run();
        later.shutdown();
        synchronized (this) {
            stopped = true;
            end();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerConsumer;

/**
 * OSGi's log service, which writes to this log. Messages of Declarative Services, Configuration Admin and File Install about a
 * bundle thereby go to the same log, instead of a terminal, which a daemon does not have.
 */
final class BundleLogs implements ServiceFactory<LogService> {

    /** Exported by the framework: the launcher and the bundles have to use the same classes. */
    static final String PACKAGE = "org.osgi.service.log;version=\"1.5.0\"";

    @Override
    public LogService getService(Bundle bundle, ServiceRegistration<LogService> registration) {
        return new OfBundle(bundle);
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<LogService> registration, LogService service) {
        // there is nothing to release
    }

    /** The log service of one bundle. */
    private record OfBundle(Bundle bundle) implements LogService {

        @Override
        public Logger getLogger(String name) {
            return getLogger(bundle, name, Logger.class);
        }

        @Override
        public Logger getLogger(Class<?> type) {
            return getLogger(bundle, type.getName(), Logger.class);
        }

        @Override
        public <L extends Logger> L getLogger(String name, Class<L> kind) {
            return getLogger(bundle, name, kind);
        }

        @Override
        public <L extends Logger> L getLogger(Class<?> type, Class<L> kind) {
            return getLogger(bundle, type.getName(), kind);
        }

        @Override
        public <L extends Logger> L getLogger(Bundle about, String name, Class<L> kind) {
            if (kind != Logger.class && kind != FormatterLogger.class) {
                throw new IllegalArgumentException("a logger is a Logger or a FormatterLogger, not a " + kind);
            }
            InvocationHandler lines =
                    new Lines(System.getLogger(name), about.getSymbolicName(), kind == FormatterLogger.class);
            return kind.cast(Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, lines));
        }

        @Override
        @Deprecated
        public void log(int level, String message) {
            log(null, level, message, null);
        }

        @Override
        @Deprecated
        public void log(int level, String message, Throwable thrown) {
            log(null, level, message, thrown);
        }

        @Override
        @Deprecated
        public void log(ServiceReference<?> about, int level, String message) {
            log(about, level, message, null);
        }

        @Override
        @Deprecated
        public void log(@Nullable ServiceReference<?> about, int level, String message, @Nullable Throwable thrown) {
            LogLevel[] levels = {LogLevel.ERROR, LogLevel.WARN, LogLevel.INFO};
            LogLevel known = level >= LOG_ERROR && level <= levels.length ? levels[level - 1] : LogLevel.DEBUG;
            String name = String.valueOf(bundle.getSymbolicName());
            new Lines(System.getLogger(name), name, false).write(known, message, thrown);
        }
    }

    /** Implements the methods of a logger: one for each level, with arguments of many forms. */
    private record Lines(System.Logger log, String bundle, boolean printf) implements InvocationHandler {

        @Override
        public @Nullable Object invoke(Object logger, java.lang.reflect.Method method, Object[] arguments)
                throws Throwable {
            String name = method.getName();
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(logger, name, arguments);
            } else if (name.equals("getName")) {
                return log.getName();
            } else if (name.startsWith("is") && name.endsWith("Enabled")) {
                return log.isLoggable(level(level(name.substring(2, name.length() - "Enabled".length()))));
            }
            LogLevel level = level(name);
            if (!log.isLoggable(level(level))) {
                return null;
            } else if (arguments[0] instanceof LoggerConsumer<?>) {
                @SuppressWarnings("unchecked") // the interface's own generic type
                LoggerConsumer<Exception> consumer = (LoggerConsumer<Exception>) arguments[0];
                consumer.accept((Logger) logger);
            } else {
                write(level, String.valueOf(arguments[0]), flat(arguments));
            }
            return null;
        }

        private static Object ofObject(Object logger, String name, Object[] arguments) {
            return switch (name) {
                case "equals" -> logger == arguments[0];
                case "hashCode" -> System.identityHashCode(logger);
                default -> "a logger of BundleLogs";
            };
        }

        private static LogLevel level(String name) {
            return LogLevel.valueOf(name.toUpperCase(Locale.ROOT));
        }

        private static System.Logger.Level level(LogLevel level) {
            return switch (level) {
                case ERROR -> System.Logger.Level.ERROR;
                case WARN -> System.Logger.Level.WARNING;
                case AUDIT, INFO -> System.Logger.Level.INFO;
                case DEBUG -> System.Logger.Level.DEBUG;
                case TRACE -> System.Logger.Level.TRACE;
            };
        }

        private static Object[] flat(Object[] arguments) {
            return arguments.length == 2 && arguments[1] instanceof Object[] several
                    ? several
                    : Arrays.copyOfRange(arguments, 1, arguments.length);
        }

        /** An exception or a service reference at the end is not an argument of the text. */
        private void write(LogLevel level, String format, Object[] arguments) {
            int count = arguments.length;
            Throwable thrown = null;
            while (count > 0
                    && (arguments[count - 1] instanceof Throwable
                            || arguments[count - 1] instanceof ServiceReference)) {
                count--;
                thrown = arguments[count] instanceof Throwable found ? found : thrown;
            }
            write(level, text(format, Arrays.copyOf(arguments, count)), thrown);
        }

        void write(LogLevel level, String message, @Nullable Throwable thrown) {
            boolean isNamed = bundle == null || String.valueOf(message).contains(bundle);
            String about = isNamed ? message : bundle + ": " + message;
            log.log(level(level), about, thrown);
        }

        private String text(String format, Object[] arguments) {
            if (printf) {
                return arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
            }
            StringBuilder text = new StringBuilder();
            int from = 0;
            for (Object argument : arguments) {
                int place = format.indexOf("{}", from);
                if (place < 0) {
                    break;
                }
                text.append(format, from, place).append(argument);
                from = place + 2;
            }
            return text.append(format.substring(from)).toString();
        }
    }
}

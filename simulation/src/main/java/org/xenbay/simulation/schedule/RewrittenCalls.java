// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Rewrites the instructions of a method: hooks replace waits, and steps precede effects that other threads can see. */
final class RewrittenCalls extends MethodVisitor {

    static final String HOOKS = Hooks.class.getName().replace('.', '/');

    private static final String THREAD = "java/lang/Thread";
    private static final String THREADS = ScheduledThread.class.getName().replace('.', '/');
    private static final String SUPPORT = "java/util/concurrent/locks/LockSupport";
    private static final String UNIT = "java/util/concurrent/TimeUnit";
    private static final Set<String> OF_THREADS = Set.of(
            "currentThread",
            "start",
            "join",
            "isAlive",
            "interrupt",
            "isInterrupted",
            "interrupted",
            "sleep",
            "onSpinWait");
    private static final String COLLECTION_HOOKS =
            CollectionHooks.class.getName().replace('.', '/');
    private static final String MAP_HOOKS = MapHooks.class.getName().replace('.', '/');
    private static final String MAP = "java/util/Map";
    private static final Set<String> MAPS = Set.of(
            MAP,
            "java/util/concurrent/ConcurrentMap",
            "java/util/concurrent/ConcurrentHashMap",
            "java/util/concurrent/ConcurrentSkipListMap");
    private static final Set<String> OF_MAPS =
            Set.of("computeIfAbsent", "computeIfPresent", "compute", "merge", "put", "putIfAbsent", "remove");
    private static final Set<String> UNORDERED = Set.of("of", "copyOf", "ofEntries");
    private static final Set<String> FUTURES = Set.of(
            "java/util/concurrent/Future",
            "java/util/concurrent/ScheduledFuture",
            "java/util/concurrent/CompletableFuture");

    private final String owner;
    private final Set<String> volatiles;
    private final Predicate<String> bindings;

    RewrittenCalls(MethodVisitor next, String owner, Set<String> volatiles, Predicate<String> bindings) {
        super(Opcodes.ASM9, next);
        this.owner = owner;
        this.volatiles = volatiles;
        this.bindings = bindings;
    }

    private void hook(String name, String descriptor) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, name, descriptor, false);
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.MONITORENTER) {
            hook("enter", "(Ljava/lang/Object;)V");
        } else if (opcode == Opcodes.MONITOREXIT) {
            hook("exit", "(Ljava/lang/Object;)V");
        } else {
            super.visitInsn(opcode);
        }
    }

    @Override
    public void visitFieldInsn(int opcode, String type, String name, String descriptor) {
        if (type.equals(owner) && volatiles.contains(name)) {
            hook("step", "()V");
        }
        super.visitFieldInsn(opcode, type, name, descriptor);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        super.visitTypeInsn(opcode, opcode == Opcodes.NEW && type.equals(THREAD) ? THREADS : type);
    }

    @Override
    public void visitMethodInsn(int opcode, String type, String name, String descriptor, boolean isInterface) {
        if (opcode == Opcodes.INVOKESPECIAL) {
            boolean makesThread = type.equals(THREAD) && name.equals("<init>");
            super.visitMethodInsn(opcode, makesThread ? THREADS : type, name, descriptor, isInterface);
        } else if (isHooked(type, name, descriptor)) {
            boolean isStatic = opcode == Opcodes.INVOKESTATIC;
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    hooksOf(type, name),
                    hookName(type, name),
                    hookDescriptor(isStatic, type, name, descriptor),
                    false);
        } else if (type.equals("java/lang/System$Logger") && name.equals("log")) {
            // A log handler of the JDK holds a lock while it calls toString of a parameter. A stopped thread must not
            // hold it.
            hook("step", "()V");
            hook("beginIndivisible", "()V");
            super.visitMethodInsn(opcode, type, name, descriptor, isInterface);
            hook("endIndivisible", "()V");
        } else {
            if (isSeenByOthers(type)) {
                hook("step", "()V");
            } else if (opcode == Opcodes.INVOKESTATIC && bindings.test(type)) {
                hook("callSystem", "()V");
            }
            super.visitMethodInsn(opcode, type, name, descriptor, isInterface);
            if (opcode == Opcodes.INVOKESTATIC && UNORDERED.contains(name)) {
                order(type);
            }
        }
    }

    private static boolean isHooked(String type, String name, String descriptor) {
        return isOfObject(type, name, descriptor)
                || type.equals(THREAD) && OF_THREADS.contains(name)
                || type.equals(THREAD) && name.equals("holdsLock")
                || type.equals("java/nio/channels/FileChannel") && name.equals("force")
                || type.equals(SUPPORT) && (name.startsWith("park") || name.equals("unpark"))
                || type.equals(UNIT) && (name.equals("timedWait") || name.equals("sleep"))
                || type.equals("java/lang/System") && (name.equals("nanoTime") || name.equals("currentTimeMillis"))
                || type.equals("java/time/Instant") && name.equals("now") && descriptor.startsWith("()")
                || FUTURES.contains(type) && name.equals("get")
                || FUTURES.contains(type) && (name.equals("join") || name.equals("orTimeout"))
                || isOfCollection(type, name);
    }

    private static boolean isOfObject(String type, String name, String descriptor) {
        return type.equals("java/lang/Object")
                && (name.equals("wait") && (descriptor.equals("()V") || descriptor.equals("(J)V"))
                        || name.equals("notify")
                        || name.equals("notifyAll"));
    }

    private static boolean isOfCollection(String type, String name) {
        return MAPS.contains(type) ? OF_MAPS.contains(name) : type.startsWith("java/util/") && name.equals("removeIf");
    }

    private static String hooksOf(String type, String name) {
        if (MAPS.contains(type)) {
            return MAP_HOOKS;
        }
        return name.equals("removeIf") ? COLLECTION_HOOKS : HOOKS;
    }

    private static String hookName(String type, String name) {
        return type.equals("java/time/Instant") ? "instantNow" : name;
    }

    /** A hook has the receiver as its first argument. */
    private static String hookDescriptor(boolean isStatic, String type, String name, String descriptor) {
        if (isStatic) {
            return descriptor;
        }
        Type[] given = Type.getArgumentTypes(descriptor);
        Type[] all = new Type[given.length + 1];
        all[0] = Type.getObjectType(receiver(type, name));
        System.arraycopy(given, 0, all, 1, given.length);
        return Type.getMethodDescriptor(Type.getReturnType(descriptor), all);
    }

    /** References to methods. */
    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... given) {
        Object[] all = new Object[given.length];
        for (int i = 0; i < given.length; i++) {
            all[i] = given[i] instanceof Handle handle ? rewritten(handle) : given[i];
        }
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, all);
    }

    private static Handle rewritten(Handle handle) {
        String type = handle.getOwner();
        String name = handle.getName();
        String descriptor = handle.getDesc();
        if (handle.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
            return type.equals(THREAD) ? new Handle(handle.getTag(), THREADS, name, descriptor, false) : handle;
        } else if (!isHooked(type, name, descriptor)) {
            return handle;
        }
        boolean isStatic = handle.getTag() == Opcodes.H_INVOKESTATIC;
        String hook = hookDescriptor(isStatic, type, name, descriptor);
        return new Handle(Opcodes.H_INVOKESTATIC, hooksOf(type, name), hookName(type, name), hook, false);
    }

    private static String receiver(String type, String name) {
        if (MAPS.contains(type)) {
            return MAP;
        } else if (name.equals("removeIf")) {
            return "java/util/Collection";
        } else if (name.equals("get")) {
            return "java/util/concurrent/Future";
        }
        return type;
    }

    private static boolean isSeenByOthers(String type) {
        return type.startsWith("java/util/concurrent/atomic/")
                || type.equals("java/lang/invoke/VarHandle")
                || type.startsWith("java/util/concurrent/Concurrent")
                || type.startsWith("java/util/concurrent/CopyOnWrite")
                || type.equals("java/util/concurrent/CompletableFuture");
    }

    private void order(String type) {
        if (type.equals("java/util/Map") || type.equals("java/util/Set")) {
            String descriptor = "(L" + type + ";)L" + type + ";";
            super.visitMethodInsn(Opcodes.INVOKESTATIC, COLLECTION_HOOKS, "ordered", descriptor, false);
        }
    }
}

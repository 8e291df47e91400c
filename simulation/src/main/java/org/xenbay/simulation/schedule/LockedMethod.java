// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Rewrites a synchronized method to enter a {@link Monitor}, and to leave it on each way out. */
final class LockedMethod extends MethodVisitor {

    private final Type owner;
    private final boolean isStatic;
    private final String descriptor;
    private final Label begin = new Label();

    LockedMethod(MethodVisitor next, String owner, int access, String descriptor) {
        super(Opcodes.ASM9, next);
        this.owner = Type.getObjectType(owner);
        this.isStatic = (access & Opcodes.ACC_STATIC) != 0;
        this.descriptor = descriptor;
    }

    private void lock(String call) {
        if (isStatic) {
            super.visitLdcInsn(owner);
        } else {
            super.visitVarInsn(Opcodes.ALOAD, 0);
        }
        super.visitMethodInsn(Opcodes.INVOKESTATIC, RewrittenCalls.HOOKS, call, "(Ljava/lang/Object;)V", false);
    }

    @Override
    public void visitCode() {
        super.visitCode();
        lock("enter");
        super.visitLabel(begin);
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
            lock("exit");
        }
        super.visitInsn(opcode);
    }

    /** Adds the handlers behind those of the method itself, so that the method's come first. */
    @Override
    public void visitMaxs(int stack, int locals) {
        Label end = new Label();
        super.visitLabel(end);
        super.visitTryCatchBlock(begin, end, end, null);
        Object[] arguments = arguments();
        super.visitFrame(Opcodes.F_NEW, arguments.length, arguments, 1, new Object[] {"java/lang/Throwable"});
        lock("exit");
        super.visitInsn(Opcodes.ATHROW);
        super.visitMaxs(stack, locals);
    }

    private Object[] arguments() {
        List<Object> all = new ArrayList<>();
        if (!isStatic) {
            all.add(owner.getInternalName());
        }
        for (Type type : Type.getArgumentTypes(descriptor)) {
            all.add(
                    switch (type.getSort()) {
                        case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> Opcodes.INTEGER;
                        case Type.FLOAT -> Opcodes.FLOAT;
                        case Type.LONG -> Opcodes.LONG;
                        case Type.DOUBLE -> Opcodes.DOUBLE;
                        default -> type.getInternalName();
                    });
        }
        return all.toArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

/** Has components of each kind: the JDK has a method handle for each kind, to compare it and to format it. */
record ComponentOfEachKind(Object a, boolean b, byte c, short d, char e, int f, long g, float h, double i) {}

// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

/** Components of each kind: the JDK has a method handle for each, to compare and to show it. */
record ComponentOfEachKind(Object a, boolean b, byte c, short d, char e, int f, long g, float h, double i) {}

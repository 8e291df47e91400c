/** How results look: tables, cards, JSON. */
package org.xenbay.shell.internal.render;

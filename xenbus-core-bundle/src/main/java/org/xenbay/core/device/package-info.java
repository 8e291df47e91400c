/** One device: its mailbox, its handler, its connection, and the actions of the state machine carried out. */
package org.xenbay.core.device;

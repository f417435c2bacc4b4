/// A certificate authority of our own, and what it asks of ours.
///
/// Threading: each test says.
package io.freshet.server.acme;

// Runs before the scripts of every drawn page: nothing that asks a person or leaves by a side door.
(() => {
  const fixed = {alert: () => {}, print: () => {}, confirm: () => false, prompt: () => null, open: () => null};
  for (const [name, value] of Object.entries(fixed)) {
    try { Object.defineProperty(window, name, {value, writable: false, configurable: false}); } catch (error) {}
  }
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) {
    try { delete window[name]; } catch (error) {}
  }

  // How many timers are due within three seconds: what a page puts off for a moment is waited for. What a timer sets
  // again (clocks, tickers) is not counted.
  const set = window.setTimeout, clear = window.clearTimeout, due = new Set();
  let inside = 0;
  window.setTimeout = function (run, delay, ...rest) {
    if (inside || typeof run !== 'function' || delay > 3000) return set.call(window, run, delay, ...rest);
    const timer = set.call(window, function (...given) {
      due.delete(timer);
      inside += 1;
      try { return run.apply(this, given); } finally { inside -= 1; }
    }, delay, ...rest);
    due.add(timer);
    return timer;
  };
  window.clearTimeout = function (timer) { due.delete(timer); return clear.call(window, timer); };
  Object.defineProperty(window, 'zwgkDue', {get: () => due.size});
})();

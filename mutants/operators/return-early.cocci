// a function does nothing
@@
identifier f;
position p : script:python() { wanted_function(p) };
@@
  void f@p(...) {
+ return;
  ...
  }

@@
type T != void;
identifier f;
position p : script:python() { wanted_function(p) };
@@
  T f@p(...) {
+ return 0;
  ...
  }

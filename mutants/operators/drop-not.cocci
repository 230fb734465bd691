// a ! is dropped
@@
expression E;
position p : script:python() { wanted(p) };
@@
- !@p
  E

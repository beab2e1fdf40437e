package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
)

// post is a request as it goes over the wire.
func post(address, path string, body []byte) []byte {
	head := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", path, address, len(body))
	return append([]byte(head), body...)
}

// deliver sends requests over as many connections as there are clients, each
// of which sends its next one when it has an answer. Server, database and
// clients share the processor, so a client does nothing but write and read.
// Every answer must have the status.
func deliver(address string, clients int, requests [][]byte, status string) error {
	var next atomic.Int64
	var all sync.WaitGroup
	failures := make(chan error, clients)
	for range clients {
		all.Go(func() {
			if err := deliverer(address, requests, &next, status); err != nil {
				failures <- err
			}
		})
	}
	all.Wait()
	close(failures)
	return <-failures
}

func deliverer(address string, requests [][]byte, next *atomic.Int64, status string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	answers := bufio.NewReader(conn)
	for {
		i := next.Add(1) - 1
		if i >= int64(len(requests)) {
			return nil
		}
		if _, err := conn.Write(requests[i]); err != nil {
			return err
		}
		if err := answered(answers, status); err != nil {
			return fmt.Errorf("request %d: %w", i, err)
		}
	}
}

// answered reads one answer.
func answered(r *bufio.Reader, status string) error {
	first, err := r.ReadString('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix([]byte(first), []byte("HTTP/1.1 "+status)) {
		return fmt.Errorf("the server answered %q, want %s", first, status)
	}
	length := 0
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		if value, is := bytes.CutPrefix(line, []byte("Content-Length: ")); is {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return err
			}
		}
	}
	_, err = r.Discard(length)
	return err
}
